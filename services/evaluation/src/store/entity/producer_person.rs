//! A row of `producer_person`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "producer_person")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) relation: String,
    pub(in crate::store) term_from: Date,
    pub(in crate::store) term_to: Option<Date>,
    pub(in crate::store) ended: bool,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
