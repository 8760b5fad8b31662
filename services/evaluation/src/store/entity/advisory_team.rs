//! A row of `advisory_team`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "advisory_team")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) decision_number: String,
    pub(in crate::store) decision_date: Date,
    pub(in crate::store) signer_name: String,
    pub(in crate::store) signer_title: String,
    pub(in crate::store) term_from: Date,
    pub(in crate::store) term_to: Date,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
