//! A row of `session_seat`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_seat")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) member_person_id: Uuid,
    pub(in crate::store) substitute_person_id: Uuid,
    pub(in crate::store) seated_at: Moment,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
