//! A row of `dossier_record`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "dossier_record")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) dossier_version: i32,
    pub(in crate::store) level: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) content: String,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
