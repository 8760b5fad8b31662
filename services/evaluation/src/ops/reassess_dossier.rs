//! Having a dossier assessed once more: after the ministry's result, or because the ministry asks for it.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::{Dossier, DossierState, Level};
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct ReassessDossier(DossierStep);

impl ReassessDossier {
    pub(crate) fn parse(message: pb::ReassessDossierRequest) -> Result<Self, Error> {
        let pb::ReassessDossierRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn reassess_dossier(work: &Work, ReassessDossier(step): &ReassessDossier) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    // What the province has decided or is about to decide is taken up again at the ministry's word alone.
    let level = match dossier.state {
        DossierState::ReturnedByMinistry { .. } | DossierState::PotentialFive { .. } => Level::Province,
        _ => Level::Ministry,
    };
    policy::may_lead(work, &dossier, level)?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.reassess(step.text.clone(), &at)?).await
}
