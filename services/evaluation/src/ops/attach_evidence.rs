//! Putting a paper at a place of the version that is being written.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::evidence::{Evidence, Paper, PaperId, Place};
use crate::error::Error;
use crate::{Work, events, policy, store, wire};

pub(crate) struct AttachEvidence {
    dossier: DossierId,
    paper: PaperId,
    place: Place,
}

impl AttachEvidence {
    pub(crate) fn parse(message: pb::AttachEvidenceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let paper = fields.id("paper_id", &message.paper_id);
        let place = wire::evidence::read_place(&mut fields, message.place);
        let (dossier, paper, place) = fields.finish((dossier, paper, place))?;
        Ok(Self { dossier, paper, place })
    }
}

pub(crate) async fn attach_evidence(work: &Work, command: &AttachEvidence) -> Result<(Evidence, Paper), Error> {
    let dossier = policy::readable_dossier(work, command.dossier).await?;
    policy::may_act_for_producer(work, &dossier).await?;
    let open = dossier.open_version()?;
    let set = work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let known = match &command.place {
        Place::Criterion(code) => set.place(code).is_some(),
        Place::Document(key) => work.service().documents.takes_papers(key),
    };
    if !known {
        return Err(Error::EvidencePlace { place: command.place.to_string(), set: set.number });
    }
    // Papers of others do not exist here.
    let found = store::papers::find(work, command.paper).await?.filter(|paper| paper.serves(&dossier));
    let paper = found.ok_or(Error::NoSuchPaper { paper: command.paper })?;
    let evidence = Evidence {
        id: work.new_id(),
        dossier: dossier.id,
        paper: paper.id,
        place: command.place.clone(),
        added_in: open,
        removed: None,
        added_by: work.person(),
        added_at: work.now(),
        version: 1,
    };
    begin_version(work, &dossier, open).await?;
    store::evidence::insert(work, &evidence).await?;
    events::evidence_attached(work, &evidence);
    Ok((evidence, paper))
}

/// A version whose evidence changes begins with the forms of the one before, if nobody has written any yet: who was
/// asked for papers alone need not write them again.
pub(super) async fn begin_version(work: &Work, dossier: &Dossier, open: i32) -> Result<(), Error> {
    if store::dossier_versions::find(work, dossier.id, open).await?.is_some() {
        return Ok(());
    }
    match store::dossier_versions::find(work, dossier.id, dossier.frozen_version).await? {
        Some(forms) => store::dossier_versions::save(work, dossier.id, open, &forms).await,
        None => Ok(()),
    }
}
