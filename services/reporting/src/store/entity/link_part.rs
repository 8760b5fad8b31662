//! A row of `link_part`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_part")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) submission_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) part_number: i32,
    pub(in crate::store) data: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
