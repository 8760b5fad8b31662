//! A row of `ballot`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) session_id: Uuid,
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) content: Vec<u8>,
    pub(in crate::store) cast_at: Moment,
    pub(in crate::store) sealed: bool,
    pub(in crate::store) round: i32,
}

impl ActiveModelBehavior for ActiveModel {}
