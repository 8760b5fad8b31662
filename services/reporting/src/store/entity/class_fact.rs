//! A row of `class_fact`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "class_fact")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) training_class_id: Uuid,
    pub(in crate::store) audience: String,
    pub(in crate::store) unit: String,
}

impl ActiveModelBehavior for ActiveModel {}
