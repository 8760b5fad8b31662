//! A row of `notice`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) key: String,
    pub(in crate::store) reason: String,
    pub(in crate::store) recipient: Option<String>,
    pub(in crate::store) unit: Option<String>,
    pub(in crate::store) province: Option<String>,
    pub(in crate::store) producer_id: Option<Uuid>,
    pub(in crate::store) person_id: Option<Uuid>,
    pub(in crate::store) dossier_id: Option<Uuid>,
    pub(in crate::store) certificate_id: Option<Uuid>,
    pub(in crate::store) delegation_id: Option<Uuid>,
    pub(in crate::store) clock: Option<String>,
    pub(in crate::store) due_on: Option<Date>,
    pub(in crate::store) days_before: Option<i32>,
    pub(in crate::store) issued_at: Moment,
    pub(in crate::store) acknowledged_at: Option<Moment>,
    pub(in crate::store) acknowledged_by: Option<Uuid>,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
