//! A row of `product_certificate`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_certificate")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) star: i32,
    pub(in crate::store) issued_on: Date,
    pub(in crate::store) expires_on: Date,
    pub(in crate::store) ended_on: Option<Date>,
    pub(in crate::store) ended_as: Option<String>,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
