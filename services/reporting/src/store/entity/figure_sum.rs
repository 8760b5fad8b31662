//! A row of `figure_sum`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "figure_sum")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) measure: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) above: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dimension: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) slot: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) unit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) part: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) since: i32,
    pub(in crate::store) value: i64,
    pub(in crate::store) uncertain: i64,
    pub(in crate::store) sample: i64,
}

impl ActiveModelBehavior for ActiveModel {}
