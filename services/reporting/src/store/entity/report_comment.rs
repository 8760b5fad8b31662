//! A row of `report_comment`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_comment")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) report_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) number: i32,
    pub(in crate::store) indicator: String,
    pub(in crate::store) comment: String,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) at: Moment,
}

impl ActiveModelBehavior for ActiveModel {}
