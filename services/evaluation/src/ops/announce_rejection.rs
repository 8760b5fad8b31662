//! Telling the producer that its dossier is going to be rejected, so that it may answer first.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep, producer_must_be_here};
use crate::domain::dossier::Dossier;
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct AnnounceRejection(DossierStep);

impl AnnounceRejection {
    pub(crate) fn parse(message: pb::AnnounceRejectionRequest) -> Result<Self, Error> {
        let pb::AnnounceRejectionRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn announce_rejection(
    work: &Work,
    AnnounceRejection(step): &AnnounceRejection,
) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_review(work, &dossier).await?;
    producer_must_be_here(work, &dossier).await?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.announce_rejection(step.text.clone(), &at)?).await
}
