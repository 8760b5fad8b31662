//! A row of `link_cell`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_cell")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) province: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) period: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) indicator: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) unit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dimension: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) part_key: String,
    pub(in crate::store) recorded: bool,
    pub(in crate::store) value: i64,
    pub(in crate::store) uncertain: i64,
    pub(in crate::store) sample: i64,
}

impl ActiveModelBehavior for ActiveModel {}
