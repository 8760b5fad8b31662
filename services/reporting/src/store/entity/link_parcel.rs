//! A row of `link_parcel`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_parcel")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) province: String,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) dossier_version: i64,
    pub(in crate::store) hash: String,
    pub(in crate::store) header: Vec<u8>,
    pub(in crate::store) header_signature: Vec<u8>,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) part_count: i32,
    pub(in crate::store) next_part: i32,
    pub(in crate::store) verdict: String,
    pub(in crate::store) reason: String,
    pub(in crate::store) times: i32,
    pub(in crate::store) receipt: Option<Vec<u8>>,
    pub(in crate::store) receipt_signature: Option<Vec<u8>>,
    pub(in crate::store) concluded_at: Option<Moment>,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
