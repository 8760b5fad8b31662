//! A row of `link_register`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_register")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) province: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) certificate_id: Uuid,
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) product_set: i32,
    pub(in crate::store) star: i32,
    pub(in crate::store) sample: bool,
    pub(in crate::store) holds_from: Date,
    pub(in crate::store) holds_to: Date,
}

impl ActiveModelBehavior for ActiveModel {}
