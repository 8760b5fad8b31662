//! A row of `check_in_try`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "check_in_try")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) check_in_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) learner_id: Uuid,
    pub(in crate::store) wrong: i32,
    pub(in crate::store) accepted_at: Option<Moment>,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
