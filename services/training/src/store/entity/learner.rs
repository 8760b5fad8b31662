//! A row of `learner`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "learner")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) class_id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) official_level: Option<String>,
    pub(in crate::store) unit: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) result: String,
    pub(in crate::store) worker: bool,
    pub(in crate::store) producer_kind: Option<String>,
    pub(in crate::store) assessment_percent: Option<i32>,
    pub(in crate::store) valid_until: Option<Date>,
    pub(in crate::store) enrolled_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
