//! A row of `redo_request`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "redo_request")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) certificate_id: Option<Uuid>,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) demand: String,
    pub(in crate::store) state: String,
    pub(in crate::store) document: String,
    pub(in crate::store) document_date: Date,
    pub(in crate::store) reasons: String,
    pub(in crate::store) requested_by: Uuid,
    pub(in crate::store) requested_at: Moment,
    pub(in crate::store) due_on: Date,
    pub(in crate::store) taken_up: bool,
    pub(in crate::store) report: Option<String>,
    pub(in crate::store) reported_by: Option<Uuid>,
    pub(in crate::store) reported_at: Option<Moment>,
    pub(in crate::store) closing: Option<String>,
    pub(in crate::store) closed_by: Option<Uuid>,
    pub(in crate::store) closed_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
