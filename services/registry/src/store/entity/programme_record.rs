//! A row of `programme_record`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_record")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) category: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) title: String,
    pub(in crate::store) title_folded: String,
    pub(in crate::store) title_key: Vec<u8>,
    pub(in crate::store) first_day: Date,
    pub(in crate::store) last_day: Option<Date>,
    pub(in crate::store) place: String,
    pub(in crate::store) amount_planned: i64,
    pub(in crate::store) amount_spent: i64,
    pub(in crate::store) document_number: String,
    pub(in crate::store) document_date: Option<Date>,
    pub(in crate::store) note: String,
    pub(in crate::store) detail: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) state: String,
    pub(in crate::store) retirement_reason: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
