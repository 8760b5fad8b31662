//! A row of `sums_state`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sums_state")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: i16,
    pub(in crate::store) version: i64,
    pub(in crate::store) units_version: i64,
    pub(in crate::store) grouped_since: Option<Date>,
    pub(in crate::store) balanced_version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
