//! A row of `duplicate_judgement`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duplicate_judgement")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) one_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) other_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) likeness: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) key: String,
    pub(in crate::store) verdict: String,
    pub(in crate::store) judged_by: Uuid,
    pub(in crate::store) judged_at: Moment,
    pub(in crate::store) why: String,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
