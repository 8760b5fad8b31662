//! A row of `report_file`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_file")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) report_id: Uuid,
    pub(in crate::store) purpose: String,
    pub(in crate::store) format: String,
    pub(in crate::store) name: String,
    pub(in crate::store) sha256: String,
    pub(in crate::store) size: i64,
    pub(in crate::store) suppressed_count: i32,
    pub(in crate::store) content: Vec<u8>,
    pub(in crate::store) issued_by: Uuid,
    pub(in crate::store) issued_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
