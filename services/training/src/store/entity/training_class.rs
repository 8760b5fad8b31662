//! A row of `training_class`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_class")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) curriculum_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) place: String,
    pub(in crate::store) planned_participants: i32,
    pub(in crate::store) sample: bool,
    pub(in crate::store) trainers: String,
    pub(in crate::store) funding: String,
    pub(in crate::store) state: String,
    pub(in crate::store) completed_on: Option<Date>,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
    #[sea_orm(has_many)]
    pub(in crate::store) sessions: HasMany<super::training_session::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
