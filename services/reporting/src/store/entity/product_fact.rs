//! A row of `product_fact`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_fact")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) registered_on: Date,
    pub(in crate::store) retired_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
