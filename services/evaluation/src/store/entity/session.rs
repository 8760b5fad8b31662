//! A row of `session`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) council_id: Uuid,
    pub(in crate::store) opened_at: Moment,
    pub(in crate::store) held_on: Option<Date>,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) written_until: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
