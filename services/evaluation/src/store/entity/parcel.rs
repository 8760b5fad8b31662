//! A row of `parcel`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "parcel")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_version: i64,
    pub(in crate::store) kind: String,
    pub(in crate::store) sent: bool,
    pub(in crate::store) province: String,
    pub(in crate::store) manifest_sha256: String,
    pub(in crate::store) document: Vec<u8>,
    pub(in crate::store) code: Vec<u8>,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) receipt: Option<Vec<u8>>,
    pub(in crate::store) receipt_signature: Option<Vec<u8>>,
    pub(in crate::store) received_at: Option<Moment>,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
