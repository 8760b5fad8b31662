//! A row of `roll_entry`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roll_entry")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) version: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) learner_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
