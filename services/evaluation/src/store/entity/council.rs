//! A row of `council`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) province: String,
    pub(in crate::store) decision_number: String,
    pub(in crate::store) decision_date: Date,
    pub(in crate::store) signer_name: String,
    pub(in crate::store) signer_title: String,
    pub(in crate::store) term_from: Date,
    pub(in crate::store) term_to: Date,
    pub(in crate::store) regulation: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
