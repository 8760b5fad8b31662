//! A row of `producer_succession`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_succession")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) kind: String,
    pub(in crate::store) happened_on: Date,
    pub(in crate::store) document_number: Option<String>,
    pub(in crate::store) document_date: Option<Date>,
    pub(in crate::store) why: String,
    pub(in crate::store) recorded_by: Uuid,
    pub(in crate::store) recorded_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
