//! A row of `unit_change`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_change")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) units_csv: Vec<u8>,
    pub(in crate::store) successors_csv: Vec<u8>,
    pub(in crate::store) table_version: i64,
    pub(in crate::store) applied_by: Uuid,
    pub(in crate::store) applied_at: Moment,
    pub(in crate::store) state: String,
    pub(in crate::store) undone_by: Option<Uuid>,
    pub(in crate::store) undone_at: Option<Moment>,
    pub(in crate::store) undo_reason: String,
    pub(in crate::store) undone_table_version: Option<i64>,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
