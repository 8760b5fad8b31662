//! Sending a filed dossier back to the producer for completion.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::{Dossier, Level};
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct ReturnDossier(DossierStep);

impl ReturnDossier {
    pub(crate) fn parse(message: pb::ReturnDossierRequest) -> Result<Self, Error> {
        let pb::ReturnDossierRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn return_dossier(work: &Work, ReturnDossier(step): &ReturnDossier) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_handle(work, &dossier, Level::Commune)?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.return_for_completion(step.text.clone(), &at)?).await
}
