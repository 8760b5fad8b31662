//! A row of `decision`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
#[sea_orm(table_name = "decision")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) issuer: String,
    pub(in crate::store) year: i32,
    pub(in crate::store) number: String,
    pub(in crate::store) date: Date,
    pub(in crate::store) signer_name: String,
    pub(in crate::store) signer_title: String,
    pub(in crate::store) entered_at: Moment,
    pub(in crate::store) updated_by: String,
    pub(in crate::store) state: String,
    pub(in crate::store) entered_by: Option<Uuid>,
    pub(in crate::store) decided_by: Option<Uuid>,
    pub(in crate::store) decided_at: Option<Moment>,
    pub(in crate::store) reasons: String,
    pub(in crate::store) signed_file: String,
    #[sea_orm(has_many)]
    pub(in crate::store) certificates: HasMany<super::certificate::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
