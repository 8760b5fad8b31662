//! A row of `evidence`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "evidence")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) paper_id: Uuid,
    pub(in crate::store) place_kind: String,
    pub(in crate::store) place: String,
    pub(in crate::store) added_in: i32,
    pub(in crate::store) removed_in: Option<i32>,
    pub(in crate::store) added_by: Uuid,
    pub(in crate::store) added_at: Moment,
    pub(in crate::store) removed_by: Option<Uuid>,
    pub(in crate::store) removed_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
