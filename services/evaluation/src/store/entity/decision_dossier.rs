//! A row of `decision_dossier`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_dossier")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) decision_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) place: i32,
    pub(in crate::store) waiting: bool,
}

impl ActiveModelBehavior for ActiveModel {}
