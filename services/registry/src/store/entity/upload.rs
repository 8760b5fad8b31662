//! A row of `upload`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) purpose: String,
    pub(in crate::store) paper: Option<String>,
    pub(in crate::store) name: String,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) sha256: String,
    pub(in crate::store) state: String,
    pub(in crate::store) committed_bytes: i64,
    pub(in crate::store) file_id: Option<Uuid>,
    pub(in crate::store) begun_by: Uuid,
    pub(in crate::store) begun_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
