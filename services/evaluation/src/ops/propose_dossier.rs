//! The commune proposes a dossier to the province.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::dossier::{Dossier, DossierId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct ProposeDossier {
    dossier: DossierId,
    version: i64,
}

impl ProposeDossier {
    pub(crate) fn parse(message: pb::ProposeDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let (dossier, version) = fields.finish((dossier, version))?;
        Ok(Self { dossier, version })
    }
}

pub(crate) async fn propose_dossier(work: &Work, command: &ProposeDossier) -> Result<Dossier, Error> {
    let found = store::dossiers::find(work, command.dossier).await?;
    let dossier = policy::known_dossier(found, command.dossier, work.authority())?;
    dossier.must_be_at(command.version)?;
    let dossier = dossier.propose(work.now())?;
    store::dossiers::save(work, &dossier).await?;
    events::dossier_proposed(work, &dossier);
    Ok(dossier)
}
