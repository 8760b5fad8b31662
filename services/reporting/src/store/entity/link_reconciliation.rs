//! A row of `link_reconciliation`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_reconciliation")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) province: String,
    pub(in crate::store) epoch: i32,
    pub(in crate::store) sequence: i64,
    pub(in crate::store) compared: i64,
    pub(in crate::store) different: i64,
    pub(in crate::store) outcome: Vec<u8>,
    pub(in crate::store) compared_at: Moment,
}

impl ActiveModelBehavior for ActiveModel {}
