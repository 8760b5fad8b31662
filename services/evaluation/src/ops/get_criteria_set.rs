//! The criteria of a product set in a published version.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::criteria::CriteriaSet;
use crate::error::Error;
use crate::wire;

pub(crate) struct GetCriteriaSet {
    version: String,
    product_set: i32,
}

impl GetCriteriaSet {
    pub(crate) fn parse(message: pb::GetCriteriaSetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let version = fields.optional_line("criteria_version_id", &message.criteria_version_id, 50);
        let product_set = fields.number("product_set", message.product_set, 1..=999);
        let (version, product_set) = fields.finish((version, product_set))?;
        Ok(Self { version, product_set })
    }
}

/// The set of a version, or of the version in force today if none is named.
pub(super) fn set_of<'v>(view: &'v View, version: &str, product_set: i32) -> Result<&'v CriteriaSet, Error> {
    let catalogue = &view.service().catalogue;
    let version = if version.is_empty() { catalogue.in_force_on(view.today()) } else { catalogue.version(version) };
    version?.set(product_set)
}

pub(crate) async fn get_criteria_set(view: &View, command: &GetCriteriaSet) -> Result<pb::CriteriaSet, Error> {
    set_of(view, &command.version, command.product_set).map(wire::criteria_set)
}
