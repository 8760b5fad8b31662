//! A row of `search_entry`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_entry")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) number: i64,
    pub(in crate::store) subject_id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) title: String,
    pub(in crate::store) title_folded: Vec<u8>,
    pub(in crate::store) producer_name: String,
    pub(in crate::store) codes: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) place: String,
    pub(in crate::store) words: String,
    pub(in crate::store) form: i32,
    pub(in crate::store) from_day: Date,
    pub(in crate::store) to_day: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
