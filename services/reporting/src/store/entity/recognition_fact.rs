//! A row of `recognition_fact`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recognition_fact")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) recognition_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) product_set: i32,
    pub(in crate::store) star: i32,
    pub(in crate::store) earliest: Option<Date>,
    pub(in crate::store) latest: Date,
}

impl ActiveModelBehavior for ActiveModel {}
