//! A row of `recognition`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recognition")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) product_name: String,
    pub(in crate::store) product_name_key: Vec<u8>,
    pub(in crate::store) producer_name: String,
    pub(in crate::store) place_as_recorded: String,
    pub(in crate::store) province: String,
    pub(in crate::store) product_set: Option<i32>,
    pub(in crate::store) star: Option<i32>,
    pub(in crate::store) earliest: Option<Date>,
    pub(in crate::store) latest: Option<Date>,
    pub(in crate::store) recognised_as_recorded: String,
    pub(in crate::store) rule_set: Option<String>,
    pub(in crate::store) evidence: String,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) certificate_number: Option<String>,
    pub(in crate::store) product_code: Option<String>,
    pub(in crate::store) decision_number: Option<String>,
    pub(in crate::store) issuing_body: Option<String>,
    pub(in crate::store) issuing_level: Option<String>,
    pub(in crate::store) expires_on: Option<Date>,
    pub(in crate::store) retracted_at: Option<Moment>,
    pub(in crate::store) retracted_by: Option<Uuid>,
    pub(in crate::store) retraction_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
