//! The province's leader approves a result of five-star points and hands the whole dossier over to the ministry.

use std::collections::BTreeSet;

use proto::evaluation::v1 as pb;

use super::minutes::minutes_must_be_signed;
use super::recount::result_must_hold;
use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::custody::{Custody, Part, manifest_sha256};
use crate::domain::dossier::{Dossier, DossierId, Level};
use crate::error::Error;
use crate::store::OnBehalf;
use crate::{Work, events, policy, store};

pub(crate) struct TransferDossier(DossierStep);

impl TransferDossier {
    pub(crate) fn parse(message: pb::TransferDossierRequest) -> Result<Self, Error> {
        let pb::TransferDossierRequest { dossier_id, etag, letter, .. } = message;
        DossierStep::read(&dossier_id, &etag, "letter", &letter, Reasons::Optional).map(Self)
    }
}

pub(crate) async fn transfer_dossier(
    work: &Work,
    TransferDossier(step): &TransferDossier,
) -> Result<(Dossier, Custody), Error> {
    let dossier = step.load(work).await?;
    policy::may_lead(work, &dossier, Level::Province)?;
    let at = at(work, &dossier).await?;
    let transferred = dossier.clone().transfer(step.text.clone(), &at)?;
    result_must_hold(work, &dossier).await?;
    minutes_must_be_signed(work, &dossier, "dossier_id").await?;
    let dossier = keep(work, transferred).await?;
    let parts = parts(work, dossier.id, dossier.frozen_version).await?;
    let custody = Custody {
        dossier: dossier.id,
        dossier_version: dossier.version,
        manifest_sha256: manifest_sha256(&parts),
        parts,
        handed_over_at: work.now(),
        handed_over_by: work.person(),
        received: None,
    };
    store::custody::insert(work, &custody).await?;
    events::dossier_handed_over(work, &dossier, &custody);
    Ok((dossier, custody))
}

/// Every part of a dossier with its hash: the versions that were handed in, the evidence of the newest of them with its
/// files, what officials recorded, the steps.
pub(super) async fn parts(asker: &impl OnBehalf, id: DossierId, frozen_version: i32) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    for number in 1..=frozen_version {
        if let Some(forms) = store::dossier_versions::stored(asker, id, number).await? {
            parts.push(Part::of(format!("forms/{number}"), forms.as_bytes()));
        }
    }
    let mut files = BTreeSet::new();
    for (evidence, paper) in store::evidence::of_version(asker, id, frozen_version).await? {
        let place = format!("{} {} {}", evidence.place.kind(), evidence.place, evidence.added_in);
        parts.push(Part::of(format!("evidence/{}", evidence.id), format!("{place}\n{}", paper.facts).as_bytes()));
        files.insert(paper.file);
    }
    for id in files {
        let file = store::files::find(asker, id).await?.ok_or(Error::NoSuchFile { file: id })?;
        parts.push(Part { name: format!("file/{id}"), sha256: file.declaration.sha256.to_string() });
    }
    for (record, content) in store::dossier_records::stored(asker, id).await? {
        parts.push(Part::of(format!("record/{record}"), content.as_bytes()));
    }
    for (place, step) in (1..).zip(store::dossiers::steps(asker, id).await?) {
        let told = format!("{} {} {} {} {}\n{}", step.at, step.person, step.action, step.from, step.to, step.note);
        parts.push(Part::of(format!("step/{place}"), told.as_bytes()));
    }
    Ok(parts)
}
