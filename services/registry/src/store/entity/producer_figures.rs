//! A row of `producer_figures`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_figures")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) year: i32,
    pub(in crate::store) version: i32,
    pub(in crate::store) in_force: bool,
    pub(in crate::store) revenue_dong: Option<i64>,
    pub(in crate::store) profit_dong: Option<i64>,
    pub(in crate::store) workers_all: Option<i32>,
    pub(in crate::store) workers_local: Option<i32>,
    pub(in crate::store) workers_insured: Option<i32>,
    pub(in crate::store) workers_trained: Option<i32>,
    pub(in crate::store) workers_ethnic_minority: Option<i32>,
    pub(in crate::store) cooperative_grade: Option<String>,
    pub(in crate::store) source: String,
    pub(in crate::store) correction_reason: String,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
