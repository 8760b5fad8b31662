//! A row of `learner_fact`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "learner_fact")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) training_class_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) sample: bool,
}

impl ActiveModelBehavior for ActiveModel {}
