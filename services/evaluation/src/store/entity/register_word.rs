//! A row of `register_word`.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_word")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) field: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) word: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) entry_id: Uuid,
    pub(in crate::store) province: String,
}

impl ActiveModelBehavior for ActiveModel {}
