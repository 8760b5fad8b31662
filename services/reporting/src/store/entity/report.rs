//! A row of `report`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) form: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) period: String,
    pub(in crate::store) number: i32,
    pub(in crate::store) amends_id: Option<Uuid>,
    pub(in crate::store) nothing_to_report: bool,
    pub(in crate::store) reason: String,
    pub(in crate::store) due_on: Date,
    pub(in crate::store) state: String,
    pub(in crate::store) return_reason: String,
    pub(in crate::store) prepared_by: Uuid,
    pub(in crate::store) prepared_at: Moment,
    pub(in crate::store) approved_by: Option<Uuid>,
    pub(in crate::store) approved_at: Option<Moment>,
    pub(in crate::store) accepted_by: Option<Uuid>,
    pub(in crate::store) accepted_at: Option<Moment>,
    pub(in crate::store) figures_sha256: String,
    pub(in crate::store) known_at: Moment,
    pub(in crate::store) finding_count: i32,
    pub(in crate::store) comment_count: i32,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
