//! A row of `inspection`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) certificate_id: Uuid,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) level: String,
    pub(in crate::store) announcement: String,
    pub(in crate::store) state: String,
    pub(in crate::store) basis: String,
    pub(in crate::store) basis_date: Date,
    pub(in crate::store) need: String,
    pub(in crate::store) planned_from: Date,
    pub(in crate::store) planned_to: Date,
    pub(in crate::store) planned_by: Uuid,
    pub(in crate::store) planned_at: Moment,
    pub(in crate::store) conducted_on: Option<Date>,
    pub(in crate::store) present: Option<String>,
    pub(in crate::store) findings: Option<String>,
    pub(in crate::store) conducted_by: Option<Uuid>,
    pub(in crate::store) conducted_at: Option<Moment>,
    pub(in crate::store) conclusion: Option<String>,
    pub(in crate::store) concluded_on: Option<Date>,
    pub(in crate::store) outcome: Option<String>,
    pub(in crate::store) remedy_until: Option<Date>,
    pub(in crate::store) ground: Option<String>,
    pub(in crate::store) concluded_by: Option<Uuid>,
    pub(in crate::store) concluded_at: Option<Moment>,
    pub(in crate::store) remedied_on: Option<Date>,
    pub(in crate::store) remedy: Option<String>,
    pub(in crate::store) remedied_by: Option<Uuid>,
    pub(in crate::store) remedied_at: Option<Moment>,
    pub(in crate::store) cancellation: Option<String>,
    pub(in crate::store) cancelled_by: Option<Uuid>,
    pub(in crate::store) cancelled_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
