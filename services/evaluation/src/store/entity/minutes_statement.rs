//! A row of `minutes_statement`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes_statement")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) session_id: Uuid,
    pub(in crate::store) dossier_id: Option<Uuid>,
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) text: String,
    pub(in crate::store) made_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
