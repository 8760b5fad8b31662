//! A row of `closed_round`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closed_round")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) session_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) round: i32,
    pub(in crate::store) conclusion: String,
    pub(in crate::store) ending: String,
    pub(in crate::store) star: i32,
    pub(in crate::store) sum_points: i32,
    pub(in crate::store) sheet_count: i32,
    pub(in crate::store) code: Vec<u8>,
    pub(in crate::store) closed_at: Moment,
    pub(in crate::store) spread_points: Option<i32>,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
