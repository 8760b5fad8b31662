//! A row of `producer`.
use platform::clock::Moment;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) name: String,
    pub(in crate::store) name_folded: String,
    pub(in crate::store) name_key: Vec<u8>,
    pub(in crate::store) kind: String,
    pub(in crate::store) unit: String,
    pub(in crate::store) province: String,
    pub(in crate::store) registration_number: Option<String>,
    pub(in crate::store) tax_code: Option<String>,
    pub(in crate::store) registered_on: Option<Date>,
    pub(in crate::store) address_line: String,
    pub(in crate::store) capital_dong: Option<i64>,
    pub(in crate::store) local_capital_hundredths_percent: Option<i32>,
    pub(in crate::store) ip_rights: String,
    pub(in crate::store) certifications: String,
    pub(in crate::store) linkages: String,
    pub(in crate::store) outlets: String,
    pub(in crate::store) succeeded_by: String,
    pub(in crate::store) merged_into: Option<Uuid>,
    pub(in crate::store) former_names: String,
    pub(in crate::store) sample: bool,
    pub(in crate::store) state: String,
    pub(in crate::store) retirement_reason: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: Moment,
    pub(in crate::store) updated_at: Moment,
    pub(in crate::store) updated_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
