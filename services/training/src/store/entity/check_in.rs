//! A row of `check_in`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "check_in")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) class_id: Uuid,
    pub(in crate::store) session_id: Uuid,
    pub(in crate::store) place: String,
    pub(in crate::store) secret: String,
    pub(in crate::store) opens_at: Moment,
    pub(in crate::store) closes_at: Moment,
    pub(in crate::store) closed_at: Option<Moment>,
    pub(in crate::store) opened_by: Uuid,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
