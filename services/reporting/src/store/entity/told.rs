//! A row of `told`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "told")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) noun: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) position: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) part: i16,
    pub(in crate::store) at: platform::clock::Moment,
    pub(in crate::store) told: String,
}

impl ActiveModelBehavior for ActiveModel {}
