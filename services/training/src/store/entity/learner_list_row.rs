//! A row of `learner_list_row`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "learner_list_row")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) list_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) line: i32,
    pub(in crate::store) full_name: String,
    pub(in crate::store) place: String,
    pub(in crate::store) sex: Option<String>,
    pub(in crate::store) ethnicity: String,
    pub(in crate::store) present: bool,
    pub(in crate::store) state: String,
    pub(in crate::store) person_id: Option<Uuid>,
    pub(in crate::store) candidates: String,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
