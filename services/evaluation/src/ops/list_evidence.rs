//! The evidence of a version of a dossier.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::evidence::{Evidence, Paper};
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct ListEvidence {
    dossier: DossierId,
    version: i32,
}

/// The evidence of a version.
pub(crate) struct SeenEvidence {
    pub(crate) version: i32,
    pub(crate) evidence: Vec<(Evidence, Paper)>,
}

impl ListEvidence {
    pub(crate) fn parse(message: pb::ListEvidenceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.number("version", message.version, 0..=i32::MAX);
        let (dossier, version) = fields.finish((dossier, version))?;
        Ok(Self { dossier, version })
    }
}

pub(crate) async fn list_evidence(view: &View, command: &ListEvidence) -> Result<SeenEvidence, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let version = seen_version(view, &dossier, command.version).await?;
    let evidence = store::evidence::of_version(view, dossier.id, version).await?;
    Ok(SeenEvidence { version, evidence })
}

/// The version asked for, or the newest one if 0: the open one is shown to the producer's side alone.
pub(super) async fn seen_version(view: &View, dossier: &Dossier, asked: i32) -> Result<i32, Error> {
    let newest = policy::newest_version_seen(view, dossier).await?;
    let number = if asked == 0 { newest } else { asked };
    if number > newest {
        return Err(Error::NoSuchDossierVersion { dossier: dossier.id, number });
    }
    Ok(number)
}
