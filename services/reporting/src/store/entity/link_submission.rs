//! A row of `link_submission`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_submission")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) province: String,
    pub(in crate::store) epoch: i32,
    pub(in crate::store) sequence: i64,
    pub(in crate::store) hash: Option<String>,
    pub(in crate::store) kind: String,
    pub(in crate::store) periods: String,
    pub(in crate::store) positions: String,
    pub(in crate::store) body_hash: String,
    pub(in crate::store) body_bytes: i64,
    pub(in crate::store) cells: i64,
    pub(in crate::store) register_rows: i64,
    pub(in crate::store) header: Option<Vec<u8>>,
    pub(in crate::store) header_signature: Option<Vec<u8>>,
    pub(in crate::store) verdict: String,
    pub(in crate::store) reason: String,
    pub(in crate::store) times: i32,
    pub(in crate::store) receipt: Option<Vec<u8>>,
    pub(in crate::store) receipt_signature: Option<Vec<u8>>,
    pub(in crate::store) made_at: Moment,
    pub(in crate::store) concluded_at: Option<Moment>,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
