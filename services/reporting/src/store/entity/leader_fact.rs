//! A row of `leader_fact`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leader_fact")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) leader_id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) term_from: Date,
    pub(in crate::store) term_to: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
