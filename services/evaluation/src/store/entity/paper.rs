//! A row of `paper`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "paper")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) file_id: Uuid,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) unit: String,
    pub(in crate::store) r#type: String,
    pub(in crate::store) issuer: String,
    pub(in crate::store) number: String,
    pub(in crate::store) issued_on: Option<Date>,
    pub(in crate::store) expires_on: Option<Date>,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
