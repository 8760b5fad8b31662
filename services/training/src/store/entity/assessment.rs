//! A row of `assessment`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) learner_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) version: i32,
    pub(in crate::store) percent: i32,
    pub(in crate::store) reason: String,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
