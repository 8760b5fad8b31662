//! Asking the producer for papers, tests or samples during a review.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep, producer_must_be_here};
use crate::domain::dossier::Dossier;
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct RequestSupplement(DossierStep);

impl RequestSupplement {
    pub(crate) fn parse(message: pb::RequestSupplementRequest) -> Result<Self, Error> {
        let pb::RequestSupplementRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn request_supplement(
    work: &Work,
    RequestSupplement(step): &RequestSupplement,
) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_review(work, &dossier).await?;
    producer_must_be_here(work, &dossier).await?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.request_supplement(step.text.clone(), &at)?).await
}
