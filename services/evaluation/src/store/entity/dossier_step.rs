//! A row of `dossier_step`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "dossier_step")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) version: i64,
    pub(in crate::store) action: String,
    pub(in crate::store) from_state: String,
    pub(in crate::store) to_state: String,
    pub(in crate::store) level: String,
    pub(in crate::store) note: String,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) stands_in_for: Option<Uuid>,
    pub(in crate::store) at: Moment,
}

impl ActiveModelBehavior for ActiveModel {}
