//! The producer takes its dossier back.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::Dossier;
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct WithdrawDossier(DossierStep);

impl WithdrawDossier {
    pub(crate) fn parse(message: pb::WithdrawDossierRequest) -> Result<Self, Error> {
        let pb::WithdrawDossierRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Optional).map(Self)
    }
}

pub(crate) async fn withdraw_dossier(work: &Work, WithdrawDossier(step): &WithdrawDossier) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_act_for_producer(work, &dossier).await?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.withdraw(step.text.clone(), &at)?).await
}
