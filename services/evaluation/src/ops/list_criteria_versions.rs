//! The published versions of the criteria.

use proto::evaluation::v1 as pb;

use crate::View;
use crate::error::Error;
use crate::wire;

pub(crate) struct ListCriteriaVersions;

impl ListCriteriaVersions {
    pub(crate) fn parse(_: pb::ListCriteriaVersionsRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

pub(crate) async fn list_criteria_versions(
    view: &View,
    _: &ListCriteriaVersions,
) -> Result<Vec<pb::CriteriaVersion>, Error> {
    let catalogue = &view.service().catalogue;
    let newest_first = catalogue.versions().iter().rev();
    Ok(newest_first.map(|version| wire::criteria_version(version, catalogue.in_force_to(version))).collect())
}
