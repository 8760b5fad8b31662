//! A row of `file`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "file")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) unit: String,
    pub(in crate::store) name: String,
    pub(in crate::store) media_type: String,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) sha256: String,
    pub(in crate::store) kept: bool,
    pub(in crate::store) uploaded_by: Uuid,
    pub(in crate::store) uploaded_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
