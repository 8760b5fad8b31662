//! A row of `link_province`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_province")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) province: String,
    pub(in crate::store) id: Uuid,
    pub(in crate::store) public_key: String,
    pub(in crate::store) state: String,
    pub(in crate::store) epoch: i32,
    pub(in crate::store) sequence: i64,
    pub(in crate::store) last_hash: Option<String>,
    pub(in crate::store) proposed_by: Uuid,
    pub(in crate::store) decided_by: Option<Uuid>,
    pub(in crate::store) resync_proposed: bool,
    pub(in crate::store) reason: String,
    pub(in crate::store) accepted_at: Option<Moment>,
    pub(in crate::store) heard_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
