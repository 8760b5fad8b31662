//! A row of `custody`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "custody")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_version: i64,
    pub(in crate::store) parts: String,
    pub(in crate::store) manifest_sha256: String,
    pub(in crate::store) handed_over_at: Moment,
    pub(in crate::store) handed_over_by: Uuid,
    pub(in crate::store) received_at: Option<Moment>,
    pub(in crate::store) received_by: Option<Uuid>,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
