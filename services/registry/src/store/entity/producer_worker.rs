//! A row of `producer_worker`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_worker")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) full_name: String,
    pub(in crate::store) sex: Option<String>,
    pub(in crate::store) ethnicity: String,
    pub(in crate::store) disabled: Option<bool>,
    pub(in crate::store) residence: String,
    pub(in crate::store) phone: String,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) removed_at: Option<Moment>,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
