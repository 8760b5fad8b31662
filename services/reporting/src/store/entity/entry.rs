//! A row of `entry`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) entry_id: Uuid,
    pub(in crate::store) noun: String,
    pub(in crate::store) id: Uuid,
    pub(in crate::store) measure: String,
    pub(in crate::store) record_noun: String,
    pub(in crate::store) record_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) first_day: Date,
    pub(in crate::store) last_day: Option<Date>,
    pub(in crate::store) amount: i64,
    pub(in crate::store) certain: bool,
    pub(in crate::store) sample: bool,
    pub(in crate::store) parts: String,
    pub(in crate::store) known_from: platform::clock::Moment,
    pub(in crate::store) known_to: Option<platform::clock::Moment>,
}

impl ActiveModelBehavior for ActiveModel {}
