//! A row of `curriculum`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "curriculum")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) title: String,
    pub(in crate::store) title_key: Vec<u8>,
    pub(in crate::store) audience: String,
    pub(in crate::store) hours: i32,
    pub(in crate::store) min_attendance_percent: i32,
    pub(in crate::store) modules: String,
    pub(in crate::store) official_levels: String,
    pub(in crate::store) rule_sets: String,
    pub(in crate::store) validity_months: i32,
    pub(in crate::store) pass_percent: i32,
    pub(in crate::store) version: i32,
    pub(in crate::store) first_id: Uuid,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
