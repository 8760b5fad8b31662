//! A row of `complaint`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) certificate_id: Option<Uuid>,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) level: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) channel: String,
    pub(in crate::store) received_on: Date,
    pub(in crate::store) content: String,
    pub(in crate::store) recorder: String,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) due_on: Date,
    pub(in crate::store) state: String,
    pub(in crate::store) forward_note: Option<String>,
    pub(in crate::store) forwarded_by: Option<Uuid>,
    pub(in crate::store) forwarded_at: Option<Moment>,
    pub(in crate::store) outcome: Option<String>,
    pub(in crate::store) no_consequence_reason: Option<String>,
    pub(in crate::store) document: Option<String>,
    pub(in crate::store) dated: Option<Date>,
    pub(in crate::store) answer: Option<String>,
    pub(in crate::store) answered_by: Option<Uuid>,
    pub(in crate::store) answered_at: Option<Moment>,
    pub(in crate::store) withdrawal_note: Option<String>,
    pub(in crate::store) withdrawn_by: Option<Uuid>,
    pub(in crate::store) withdrawn_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
