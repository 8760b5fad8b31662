//! A row of `report_content`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_content")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) report_id: Uuid,
    pub(in crate::store) figures: Vec<u8>,
    pub(in crate::store) findings: String,
}

impl ActiveModelBehavior for ActiveModel {}
