//! A row of `target`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) indicator: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) phase_from: Date,
    pub(in crate::store) phase_to: Date,
    pub(in crate::store) list_key: Vec<u8>,
    pub(in crate::store) value: Option<i64>,
    pub(in crate::store) sense: String,
    pub(in crate::store) baseline_value: Option<i64>,
    pub(in crate::store) baseline_on: Option<Date>,
    pub(in crate::store) decision_number: String,
    pub(in crate::store) decision_date: Date,
    pub(in crate::store) issuer: String,
    pub(in crate::store) note: String,
    pub(in crate::store) parent_id: Option<Uuid>,
    pub(in crate::store) state: String,
    pub(in crate::store) withdrawal_reason: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
