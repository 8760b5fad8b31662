//! A row of `council_substitute`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_substitute")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) council_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) person_id: Uuid,
    pub(in crate::store) place: i32,
    pub(in crate::store) full_name: String,
    pub(in crate::store) title: String,
    pub(in crate::store) body: String,
    pub(in crate::store) for_person: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
