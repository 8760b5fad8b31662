//! A row of `target_revision`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "target_revision")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) target_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) version: i64,
    pub(in crate::store) content: String,
    pub(in crate::store) reason: String,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) at: Moment,
}

impl ActiveModelBehavior for ActiveModel {}
