//! A row of `official_term`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "official_term")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) level: String,
    pub(in crate::store) term_from: Date,
    pub(in crate::store) term_to: Option<Date>,
    pub(in crate::store) sample: bool,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
