//! A row of `producer_succession_party`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_succession_party")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) succession_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) side: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) producer_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
