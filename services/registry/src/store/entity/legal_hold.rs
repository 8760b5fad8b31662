//! A row of `legal_hold`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_hold")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) body_id: Option<Uuid>,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) document_number: String,
    pub(in crate::store) reason: String,
    pub(in crate::store) placed_by: Uuid,
    pub(in crate::store) placed_at: Moment,
    pub(in crate::store) lifted_by: Option<Uuid>,
    pub(in crate::store) lifted_at: Option<Moment>,
    pub(in crate::store) lift_reason: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
