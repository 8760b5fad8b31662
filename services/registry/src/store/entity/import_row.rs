//! A row of `import_row`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) import_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) number: i32,
    pub(in crate::store) cells: String,
    pub(in crate::store) state: String,
    pub(in crate::store) verdicts: String,
    pub(in crate::store) record_id: Option<Uuid>,
    pub(in crate::store) record_version: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
