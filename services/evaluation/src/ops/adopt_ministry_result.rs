//! The province grants what the ministry's result below five stars comes to.

use proto::evaluation::v1 as pb;

use super::recount::result_must_hold;
use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::{Dossier, Level};
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct AdoptMinistryResult(DossierStep);

impl AdoptMinistryResult {
    pub(crate) fn parse(message: pb::AdoptMinistryResultRequest) -> Result<Self, Error> {
        let pb::AdoptMinistryResultRequest { dossier_id, etag, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", "", Reasons::Optional).map(Self)
    }
}

pub(crate) async fn adopt_ministry_result(
    work: &Work,
    AdoptMinistryResult(step): &AdoptMinistryResult,
) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_lead(work, &dossier, Level::Province)?;
    let set = work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let at = at(work, &dossier).await?;
    let adopted = dossier.clone().adopt(set, &at)?;
    result_must_hold(work, &dossier).await?;
    keep(work, adopted).await
}
