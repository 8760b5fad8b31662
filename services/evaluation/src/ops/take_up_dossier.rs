//! Going on with a dossier whose rejection was announced.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::Dossier;
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct TakeUpDossier(DossierStep);

impl TakeUpDossier {
    pub(crate) fn parse(message: pb::TakeUpDossierRequest) -> Result<Self, Error> {
        let pb::TakeUpDossierRequest { dossier_id, etag, reasons, .. } = message;
        DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn take_up_dossier(work: &Work, TakeUpDossier(step): &TakeUpDossier) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_handle(work, &dossier, dossier.state.level())?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.take_up_again(step.text.clone(), &at)?).await
}
