//! A row of `upload_part`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload_part")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) upload_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) start_byte: i64,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) part_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
