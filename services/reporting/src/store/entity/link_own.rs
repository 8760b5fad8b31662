//! A row of `link_own`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_own")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: i32,
    pub(in crate::store) epoch: i32,
    pub(in crate::store) sequence: i64,
    pub(in crate::store) last_hash: Option<String>,
    pub(in crate::store) ministry_epoch: i32,
    pub(in crate::store) ministry_state: String,
    pub(in crate::store) answered_at: Option<Moment>,
    pub(in crate::store) fault: String,
    pub(in crate::store) provisional_basis: String,
    pub(in crate::store) reconciled_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
