//! A row of `complaint_file`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint_file")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) complaint_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) position: i32,
    pub(in crate::store) file_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
