//! A row of `scoring`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scoring")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    pub(in crate::store) place: i32,
    pub(in crate::store) fixed_cases: String,
    pub(in crate::store) closed_at: Option<Moment>,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) round: i32,
    pub(in crate::store) discussed_from: Option<Moment>,
    pub(in crate::store) discussion: String,
}

impl ActiveModelBehavior for ActiveModel {}
