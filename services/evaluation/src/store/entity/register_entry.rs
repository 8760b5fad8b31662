//! A row of `register_entry`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_entry")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) number: Option<String>,
    pub(in crate::store) product_code: Option<String>,
    pub(in crate::store) product_id: Option<Uuid>,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) star: Option<i32>,
    pub(in crate::store) possible_from: Date,
    pub(in crate::store) possible_to: Date,
    pub(in crate::store) certain_from: Date,
    pub(in crate::store) certain_to: Date,
    pub(in crate::store) ended_on: Option<Date>,
    pub(in crate::store) ended_as: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
