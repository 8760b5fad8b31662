//! A row of `need`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) noun: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) on_noun: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) on_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
