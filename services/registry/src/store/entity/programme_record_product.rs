//! A row of `programme_record_product`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_record_product")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) record_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) product_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
