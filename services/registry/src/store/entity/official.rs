//! A row of `official`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "official")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) body_id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) full_name: String,
    pub(in crate::store) title: String,
    pub(in crate::store) duty: String,
    pub(in crate::store) term_from: Date,
    pub(in crate::store) term_to: Option<Date>,
    pub(in crate::store) end_reason: String,
    pub(in crate::store) retracted_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
