//! A row of `completion_fact`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completion_fact")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) training_class_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) completed_on: Date,
}

impl ActiveModelBehavior for ActiveModel {}
