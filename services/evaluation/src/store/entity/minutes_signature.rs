//! A row of `minutes_signature`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes_signature")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) duty: String,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) sha256: String,
    pub(in crate::store) code: Vec<u8>,
    pub(in crate::store) signed_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
