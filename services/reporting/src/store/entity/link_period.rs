//! A row of `link_period`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_period")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) province: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) period: String,
    pub(in crate::store) is_final: bool,
    pub(in crate::store) as_at: Date,
    pub(in crate::store) submission_id: Uuid,
    pub(in crate::store) hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
