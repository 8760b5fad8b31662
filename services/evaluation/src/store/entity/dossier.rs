//! A row of `dossier`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "dossier")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) state: String,
    pub(in crate::store) criteria_version: String,
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) product_etag: String,
    pub(in crate::store) product_name: String,
    pub(in crate::store) product_set: i32,
    pub(in crate::store) producer_id: Uuid,
    pub(in crate::store) producer_etag: String,
    pub(in crate::store) producer_name: String,
    pub(in crate::store) producer_kind: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) level: String,
    pub(in crate::store) turn: String,
    pub(in crate::store) previous_certificate: Option<Uuid>,
    pub(in crate::store) standing_certificate: Option<Uuid>,
    pub(in crate::store) paper_original: Option<String>,
    pub(in crate::store) frozen_version: i32,
    pub(in crate::store) proposed_on: Option<Date>,
    pub(in crate::store) clocks: String,
    pub(in crate::store) due_on: Option<Date>,
    pub(in crate::store) warns_on: Option<Date>,
    pub(in crate::store) watch_on: Option<Date>,
    pub(in crate::store) ministry_result_by: Option<Date>,
    pub(in crate::store) product_code: Option<String>,
    pub(in crate::store) session_id: Option<Uuid>,
    pub(in crate::store) star: Option<i32>,
    pub(in crate::store) closed_on: Option<Date>,
    pub(in crate::store) certificate_id: Option<Uuid>,
    pub(in crate::store) filed_at: Moment,
    pub(in crate::store) filed_by: Uuid,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) lies: String,
}

impl ActiveModelBehavior for ActiveModel {}
