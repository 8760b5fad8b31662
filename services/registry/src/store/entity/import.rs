//! A row of `import`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) file_name: String,
    pub(in crate::store) file_sha256: Vec<u8>,
    pub(in crate::store) file_bytes: i64,
    pub(in crate::store) state: String,
    pub(in crate::store) header_from: i32,
    pub(in crate::store) header_to: i32,
    pub(in crate::store) columns: String,
    pub(in crate::store) mapping: String,
    pub(in crate::store) mode: Option<String>,
    pub(in crate::store) position: i32,
    pub(in crate::store) counts: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_by: Uuid,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) rows_emptied_at: Option<Moment>,
}

impl ActiveModelBehavior for ActiveModel {}
