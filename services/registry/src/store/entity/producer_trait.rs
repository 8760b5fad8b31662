//! A row of `producer_trait`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_trait")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) producer_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) likeness: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) key: String,
}

impl ActiveModelBehavior for ActiveModel {}
