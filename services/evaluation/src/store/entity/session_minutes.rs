//! A row of `session_minutes`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_minutes")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    pub(in crate::store) content: Vec<u8>,
    pub(in crate::store) frozen_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
