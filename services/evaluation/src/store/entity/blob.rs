//! A row of `blob`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) sha256: String,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) claimed_at: Moment,
    pub(in crate::store) doomed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
