//! A row of `certificate`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "certificate")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) number: String,
    pub(in crate::store) issuer: String,
    pub(in crate::store) year: i32,
    pub(in crate::store) serial: i32,
    pub(in crate::store) star: i32,
    pub(in crate::store) issued_on: Date,
    pub(in crate::store) expires_on: Date,
    pub(in crate::store) decision_id: Uuid,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) product_name: String,
    pub(in crate::store) product_code: String,
    pub(in crate::store) product_set: i32,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) producer_name: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) replaces: Option<Uuid>,
    pub(in crate::store) replacement: Option<String>,
    pub(in crate::store) basis: Option<String>,
    pub(in crate::store) basis_date: Option<Date>,
    #[sea_orm(belongs_to, from = "decision_id", to = "id")]
    pub(in crate::store) decision: BelongsTo<super::decision::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
