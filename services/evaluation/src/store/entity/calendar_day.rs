//! A row of `calendar_day`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_day")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) day: Date,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) entry: i32,
    pub(in crate::store) working: bool,
    pub(in crate::store) act: String,
    pub(in crate::store) entered_at: Moment,
    pub(in crate::store) entered_by: Uuid,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
