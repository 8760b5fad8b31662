//! A row of `council_regulation`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_regulation")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) valid_from: Date,
    pub(in crate::store) decision_number: String,
    pub(in crate::store) decision_date: Date,
    pub(in crate::store) signer_name: String,
    pub(in crate::store) signer_title: String,
    pub(in crate::store) rules: String,
    pub(in crate::store) entered_by: Uuid,
    pub(in crate::store) entered_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
