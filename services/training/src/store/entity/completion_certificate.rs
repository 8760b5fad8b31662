//! A row of `completion_certificate`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completion_certificate")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) learner_id: Uuid,
    pub(in crate::store) class_id: Uuid,
    pub(in crate::store) curriculum_id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) year: i32,
    pub(in crate::store) serial: i32,
    pub(in crate::store) completed_on: Date,
    pub(in crate::store) valid_until: Option<Date>,
    pub(in crate::store) issued_on: Date,
    pub(in crate::store) replaces_id: Option<Uuid>,
    pub(in crate::store) reissue_reason: Option<String>,
    pub(in crate::store) replaced_by_id: Option<Uuid>,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
