//! A row of `product`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) name: String,
    pub(in crate::store) name_folded: String,
    pub(in crate::store) name_key: Vec<u8>,
    pub(in crate::store) product_set: i32,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) description: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) state: String,
    pub(in crate::store) retirement_reason: String,
    pub(in crate::store) record: String,
    pub(in crate::store) first_paper_expiry: Option<Date>,
    pub(in crate::store) certificate_id: Option<Uuid>,
    pub(in crate::store) star: Option<i32>,
    pub(in crate::store) certified_from: Option<Date>,
    pub(in crate::store) certified_to: Option<Date>,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
