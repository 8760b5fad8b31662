//! A dossier by its identity.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::dossier::{Dossier, DossierId};
use crate::error::Error;
use crate::policy;

pub(crate) struct GetDossier {
    dossier: DossierId,
}

impl GetDossier {
    pub(crate) fn parse(message: pb::GetDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (dossier,) = fields.finish((dossier,))?;
        Ok(Self { dossier })
    }
}

pub(crate) async fn get_dossier(view: &View, command: &GetDossier) -> Result<Dossier, Error> {
    policy::readable_dossier(view, command.dossier).await
}
