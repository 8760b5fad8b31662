//! The commune proposes a dossier to the province.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::at;
use crate::Work;
use crate::domain::dossier::{Dossier, DossierId, Level};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct ProposeDossier {
    dossier: DossierId,
    version: i64,
    /// Number and date of the letter of proposal.
    letter: String,
}

impl ProposeDossier {
    pub(crate) fn parse(message: pb::ProposeDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let letter = fields.optional_line("letter", &message.letter, 100);
        let (dossier, version, letter) = fields.finish((dossier, version, letter))?;
        Ok(Self { dossier, version, letter })
    }
}

pub(crate) async fn propose_dossier(work: &Work, command: &ProposeDossier) -> Result<Dossier, Error> {
    let found = store::dossiers::find(work, command.dossier).await?;
    let dossier = policy::known_dossier(found, command.dossier, work.authority())?;
    dossier.must_be_at(command.version)?;
    policy::may_lead(work, &dossier, Level::Commune)?;
    let at = at(work, &dossier).await?;
    let dossier = dossier.propose(command.letter.clone(), &at)?;
    store::dossiers::save(work, &dossier).await?;
    events::dossier_proposed(work, &dossier);
    Ok(dossier)
}
