//! A row of `product_file`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_file")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) product_id: Uuid,
    pub(in crate::store) purpose: String,
    pub(in crate::store) paper: Option<String>,
    pub(in crate::store) name: String,
    pub(in crate::store) media_type: String,
    pub(in crate::store) byte_count: i64,
    pub(in crate::store) sha256: String,
    pub(in crate::store) width_pixels: Option<i32>,
    pub(in crate::store) height_pixels: Option<i32>,
    pub(in crate::store) large_sha256: Option<String>,
    pub(in crate::store) large_bytes: Option<i64>,
    pub(in crate::store) small_sha256: Option<String>,
    pub(in crate::store) small_bytes: Option<i64>,
    pub(in crate::store) caption_vi: String,
    pub(in crate::store) caption_en: String,
    pub(in crate::store) alt_text_vi: String,
    pub(in crate::store) alt_text_en: String,
    pub(in crate::store) place: i32,
    pub(in crate::store) content_held: bool,
    pub(in crate::store) added_by: Uuid,
    pub(in crate::store) added_at: Moment,
    pub(in crate::store) removed_by: Option<Uuid>,
    pub(in crate::store) removed_at: Option<Moment>,
    pub(in crate::store) version: i64,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
