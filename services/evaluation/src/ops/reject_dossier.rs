//! Rejecting a dossier, after the producer answered or its time to answer is over.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::{Action, Dossier};
use crate::error::Error;
use crate::{Work, policy, store};

pub(crate) struct RejectDossier(DossierStep);

impl RejectDossier {
    pub(crate) fn parse(message: pb::RejectDossierRequest) -> Result<Self, Error> {
        let pb::RejectDossierRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn reject_dossier(work: &Work, RejectDossier(step): &RejectDossier) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_lead(work, &dossier, dossier.state.level())?;
    let steps = store::dossiers::steps(work, dossier.id).await?;
    let announced = steps.iter().rev().find(|taken| taken.action == Action::AnnounceRejection);
    let acting = policy::acting_persons(work, &dossier.product.unit).await?;
    if announced.is_some_and(|taken| acting.contains(&taken.person)) {
        return Err(Error::PreparedBySamePerson);
    }
    let at = at(work, &dossier).await?;
    keep(work, dossier.reject(step.text.clone(), &at)?).await
}
