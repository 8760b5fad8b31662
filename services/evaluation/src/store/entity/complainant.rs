//! A row of `complainant`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complainant")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) complaint_id: Uuid,
    pub(in crate::store) wrapped_key: Vec<u8>,
    pub(in crate::store) sealed: Vec<u8>,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
