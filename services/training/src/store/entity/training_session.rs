//! A row of `training_session`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "training_session")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) class_id: Uuid,
    pub(in crate::store) number: i32,
    pub(in crate::store) date: Date,
    pub(in crate::store) hours: i32,
    pub(in crate::store) roll_version: Option<i64>,
    pub(in crate::store) roll_recorded_by: Option<Uuid>,
    pub(in crate::store) roll_recorded_at: Option<Moment>,
    pub(in crate::store) updated_by: String,
    #[sea_orm(belongs_to, from = "class_id", to = "id")]
    pub(in crate::store) class: BelongsTo<super::training_class::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
