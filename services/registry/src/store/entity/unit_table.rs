//! A row of `unit_table`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_table")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) version: i64,
    pub(in crate::store) facts: i64,
    pub(in crate::store) published_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
