//! The steps a dossier took, with reasons, and the receipts it got.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::{DossierId, Receipt, TakenStep};
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct ListDossierSteps {
    dossier: DossierId,
}

impl ListDossierSteps {
    pub(crate) fn parse(message: pb::ListDossierStepsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (dossier,) = fields.finish((dossier,))?;
        Ok(Self { dossier })
    }
}

pub(crate) async fn list_dossier_steps(
    view: &View,
    command: &ListDossierSteps,
) -> Result<(Vec<TakenStep>, Vec<Receipt>), Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let steps = store::dossiers::steps(view, dossier.id).await?;
    let receipts = store::dossier_records::receipts(view, dossier.id).await?;
    Ok((steps, receipts))
}
