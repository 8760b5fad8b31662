//! A row of `programme_payment`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_payment")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) record_id: Uuid,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) amount: i64,
    pub(in crate::store) paid_on: Date,
    pub(in crate::store) document_number: String,
    pub(in crate::store) document_date: Option<Date>,
    pub(in crate::store) excess_reason: String,
    pub(in crate::store) state: String,
    pub(in crate::store) cancellation_reason: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
