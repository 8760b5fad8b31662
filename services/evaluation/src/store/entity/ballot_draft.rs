//! A row of `ballot_draft`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_draft")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) id: Uuid,
    pub(in crate::store) round: i32,
    pub(in crate::store) content: Vec<u8>,
    pub(in crate::store) saved_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
