//! What evaluation tells.

use platform::error::Error as Platform;
use platform::outbox::told::{day, day_of, id, optional_day, read, unit};
use proto::common::v1::EventEnvelope;
use proto::evaluation::v1::{
    CertificateIssued, CertificateReplaced, CertificateRevoked, DossierAccepted, DossierFiled, DossierKind,
    DossierMoved, DossierProposed, DossierState, RecognitionRecorded, RecognitionRetracted, ReplacementKind,
    ScoringClosed,
};

use super::{Read, heard, name};
use crate::Work;
use crate::domain::told::{CertificateTold, Given, Noun, Told};
use crate::posting::post;

/// Takes in events of evaluation.
pub(crate) async fn from_evaluation(work: &Work, events: &[&EventEnvelope]) -> Result<(), Platform> {
    let mut all = Vec::new();
    for event in events {
        let mut read = of_dossiers(event)?;
        if read.is_empty() {
            read = of_certificates(event)?;
        }
        if read.is_empty() {
            read = of_recognitions(event)?.into_iter().collect();
        }
        all.extend(heard("evaluation", event, read)?);
    }
    post(work, all).await
}

/// That a dossier came to a state, in which a clock may run up to a day.
fn reached(state: DossierState, due_on: &str) -> Result<Told, Platform> {
    let state = name(state.as_str_name(), "DOSSIER_STATE_");
    Ok(Told::DossierReached { state, due_on: optional_day(due_on)? })
}

fn of_dossiers(event: &EventEnvelope) -> Result<Vec<Read>, Platform> {
    if let Some(told) = read::<DossierFiled>(event)? {
        let kind = |kind: DossierKind| name(kind.as_str_name(), "DOSSIER_KIND_");
        let filed = Told::DossierFiled {
            kind: kind(told.kind()),
            product_set: told.product_set,
            unit: unit(&told.unit_id)?,
            sample: told.sample,
            due_on: optional_day(&told.due_on)?,
        };
        return Ok(vec![(Noun::Dossier, id(&told.dossier_id)?, filed)]);
    }
    if let Some(told) = read::<DossierAccepted>(event)? {
        let accepted = reached(DossierState::Accepted, &told.due_on)?;
        return Ok(vec![(Noun::Dossier, id(&told.dossier_id)?, accepted)]);
    }
    if let Some(told) = read::<DossierProposed>(event)? {
        let proposed = reached(DossierState::Proposed, &told.due_on)?;
        return Ok(vec![(Noun::Dossier, id(&told.dossier_id)?, proposed)]);
    }
    if let Some(told) = read::<DossierMoved>(event)? {
        return Ok(vec![(Noun::Dossier, id(&told.dossier_id)?, reached(told.state(), &told.due_on)?)]);
    }
    let Some(told) = read::<ScoringClosed>(event)? else { return Ok(Vec::new()) };
    let dossier = id(&told.dossier_id)?;
    let reached = reached(told.dossier_state(), &told.due_on)?;
    let given = (!told.criteria.is_empty()).then(|| Given {
        sheets: told.sheet_count.into(),
        points: told.sum_points.into(),
        criteria_version: told.criteria_version_id,
        criteria: told.criteria.into_iter().map(|given| (given.criterion, given.sum_points.into())).collect(),
    });
    let scored = Told::Scored { star: told.star, given };
    Ok(vec![(Noun::Dossier, dossier, scored), (Noun::Dossier, dossier, reached)])
}

fn of_certificates(event: &EventEnvelope) -> Result<Vec<Read>, Platform> {
    if let Some(told) = read::<CertificateIssued>(event)? {
        let dossier = id(&told.dossier_id)?;
        let certificate = CertificateTold {
            dossier,
            product: id(&told.product_id)?,
            producer: id(&told.producer_id)?,
            unit: unit(&told.unit_id)?,
            product_set: told.product_set,
            star: told.star,
            sample: told.sample,
            issued_on: day(&told.issued_on)?,
            expires_on: day(&told.expires_on)?,
        };
        return Ok(vec![
            (Noun::Certificate, id(&told.certificate_id)?, Told::Certificate(certificate)),
            (Noun::Dossier, dossier, reached(DossierState::Certified, "")?),
        ]);
    }
    if let Some(told) = read::<CertificateRevoked>(event)? {
        // A replacement is no certificate of its own here: it has the term of the one that was issued first.
        let ended = Told::CertificateEnded { on: day(&told.revoked_on)?, revoked: true };
        return Ok(vec![(Noun::Certificate, id(&told.first_certificate_id)?, ended)]);
    }
    let Some(told) = read::<CertificateReplaced>(event)? else { return Ok(Vec::new()) };
    let replaced = match told.kind() {
        // Another star after a re-assessment begins a certificate of its own.
        ReplacementKind::Reassessed => Told::CertificateEnded { on: day(&told.issued_on)?, revoked: false },
        ReplacementKind::ProducerMerged => Told::CertificatePassedOn { producer: id(&told.producer_id)? },
        // A correction, a lost paper and another name change no figure.
        _ => return Ok(Vec::new()),
    };
    Ok(vec![(Noun::Certificate, id(&told.first_certificate_id)?, replaced)])
}

fn of_recognitions(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    if let Some(told) = read::<RecognitionRecorded>(event)? {
        let recognition = Told::Recognition {
            unit: unit(&told.unit_id)?,
            product_set: told.product_set,
            star: told.star,
            earliest: optional_day(&told.recognised_earliest)?,
            // What was recorded on a day had happened by then.
            latest: optional_day(&told.recognised_latest)?.map_or_else(|| day_of(event), Ok)?,
        };
        return Ok(Some((Noun::Recognition, id(&told.recognition_id)?, recognition)));
    }
    let retracted = read::<RecognitionRetracted>(event)?;
    retracted.map(|told| Ok((Noun::Recognition, id(&told.recognition_id)?, Told::RecognitionRetracted))).transpose()
}
