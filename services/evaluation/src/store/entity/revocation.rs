//! A row of `revocation`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revocation")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) certificate_id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) level: String,
    pub(in crate::store) state: String,
    pub(in crate::store) ground: String,
    pub(in crate::store) conclusion: String,
    pub(in crate::store) concluded_on: Date,
    pub(in crate::store) reasons: String,
    pub(in crate::store) inspection_id: Option<Uuid>,
    pub(in crate::store) opened_by: Uuid,
    pub(in crate::store) opened_at: Moment,
    pub(in crate::store) due_on: Date,
    pub(in crate::store) answer_until: Date,
    pub(in crate::store) answer: Option<String>,
    pub(in crate::store) answer_paper_original: Option<String>,
    pub(in crate::store) answered_by: Option<Uuid>,
    pub(in crate::store) answered_at: Option<Moment>,
    pub(in crate::store) decision_number: Option<String>,
    pub(in crate::store) decision_date: Option<Date>,
    pub(in crate::store) signer_name: Option<String>,
    pub(in crate::store) signer_title: Option<String>,
    pub(in crate::store) decision_reasons: Option<String>,
    pub(in crate::store) decided_by: Option<Uuid>,
    pub(in crate::store) decided_at: Option<Moment>,
    pub(in crate::store) complaint_id: Option<Uuid>,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
