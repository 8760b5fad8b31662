//! Taking a paper from its place in the version that is being written. Versions that were handed in keep it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::attach_evidence::begin_version;
use crate::domain::evidence::EvidenceId;
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct DetachEvidence {
    evidence: EvidenceId,
    version: i64,
}

impl DetachEvidence {
    pub(crate) fn parse(message: pb::DetachEvidenceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let evidence = fields.id("evidence_id", &message.evidence_id);
        let version = fields.etag("etag", &message.etag);
        let (evidence, version) = fields.finish((evidence, version))?;
        Ok(Self { evidence, version })
    }
}

pub(crate) async fn detach_evidence(work: &Work, command: &DetachEvidence) -> Result<(), Error> {
    let unknown = || Error::NoSuchEvidence { evidence: command.evidence };
    let evidence = store::evidence::find(work, command.evidence).await?.ok_or_else(unknown)?;
    let found = store::dossiers::find(work, evidence.dossier).await?.ok_or_else(unknown)?;
    policy::acting_for_producer(work, &found).await?.ok_or_else(unknown)?;
    if evidence.version != command.version {
        return Err(Error::EtagStale);
    }
    let open = found.open_version()?;
    let detached = evidence.detach(open, work.person(), work.now())?;
    begin_version(work, &found, open).await?;
    store::evidence::save(work, &detached).await?;
    events::evidence_detached(work, &detached);
    Ok(())
}
