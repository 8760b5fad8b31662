//! Certificates and what happens to them, between values and messages.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{decision_reference, level, optional_day, recognition};
use crate::domain::recognition::{Issuer, IssuingLevel, RuleSet, Rules};
use crate::domain::register::{CertificateStatus, RegisterEntry, ReplacementKind};
use crate::domain::revocation::{Ground, RevocationOutcome, RevocationState};
use crate::ops::{CertificateOnDay, EntryOnDay, RevocationOnDay};

// Certificates

const STATUSES: [(pb::CertificateStatus, CertificateStatus); 5] = [
    (pb::CertificateStatus::Valid, CertificateStatus::Valid),
    (pb::CertificateStatus::Expired, CertificateStatus::Expired),
    (pb::CertificateStatus::Revoked, CertificateStatus::Revoked),
    (pb::CertificateStatus::Replaced, CertificateStatus::Replaced),
    (pb::CertificateStatus::Uncertain, CertificateStatus::Uncertain),
];

const ISSUING_LEVELS: [(pb::IssuingLevel, IssuingLevel); 3] = [
    (pb::IssuingLevel::District, IssuingLevel::District),
    (pb::IssuingLevel::Province, IssuingLevel::Province),
    (pb::IssuingLevel::Ministry, IssuingLevel::Ministry),
];

const REPLACEMENT_KINDS: [(pb::ReplacementKind, ReplacementKind); 5] = [
    (pb::ReplacementKind::Correction, ReplacementKind::Correction),
    (pb::ReplacementKind::Lost, ReplacementKind::Lost),
    (pb::ReplacementKind::ProducerRenamed, ReplacementKind::ProducerRenamed),
    (pb::ReplacementKind::ProducerMerged, ReplacementKind::ProducerMerged),
    (pb::ReplacementKind::Reassessed, ReplacementKind::Reassessed),
];

pub(crate) fn read_optional_status(fields: &mut Fields, given: i32) -> Option<Option<CertificateStatus>> {
    let status: Option<pb::CertificateStatus> = fields.optional_choice("status", given)?;
    Some(status.and_then(|status| STATUSES.into_iter().find(|(wire, _)| *wire == status).map(|(_, own)| own)))
}

fn certificate_status(status: CertificateStatus) -> pb::CertificateStatus {
    STATUSES.into_iter().find(|(_, own)| *own == status).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn replacement_kind(kind: ReplacementKind) -> pb::ReplacementKind {
    REPLACEMENT_KINDS.into_iter().find(|(_, own)| *own == kind).map(|(wire, _)| wire).unwrap_or_default()
}

/// Reads why a certificate is issued anew; a correction has an rpc of its own.
pub(crate) fn read_reissue_kind(fields: &mut Fields, given: i32) -> Option<ReplacementKind> {
    let kind: pb::ReplacementKind = fields.choice("kind", given)?;
    let kind = REPLACEMENT_KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)?;
    let (vi, en) = match kind {
        ReplacementKind::Correction => ("Đính chính bằng CorrectCertificate.", "Correct by CorrectCertificate."),
        ReplacementKind::Reassessed => (
            "Thay theo kết quả đánh giá lại bằng EnterDecision.",
            "What a re-assessment came to, EnterDecision grants.",
        ),
        ReplacementKind::Lost | ReplacementKind::ProducerRenamed | ReplacementKind::ProducerMerged => {
            return Some(kind);
        }
    };
    fields.fault("kind", vi, en);
    None
}

pub(crate) fn issuing_level(level: IssuingLevel) -> pb::IssuingLevel {
    ISSUING_LEVELS.into_iter().find(|(_, own)| *own == level).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn read_issuing_level(fields: &mut Fields, given: i32) -> Option<Option<IssuingLevel>> {
    let level: Option<pb::IssuingLevel> = fields.optional_choice("recognition.issuing_level", given)?;
    Some(level.and_then(|level| ISSUING_LEVELS.into_iter().find(|(wire, _)| *wire == level).map(|(_, own)| own)))
}

pub(crate) fn rule_sets(rules: &Rules) -> pb::ListRuleSetsResponse {
    let set = |set: &RuleSet| pb::RuleSet {
        decision_number: set.number.clone(),
        in_force_from: set.from.to_string(),
        in_force_to: optional_day(set.to),
        certificate_months: i32::try_from(set.certificate_months).unwrap_or(i32::MAX),
        star_bands: set
            .bands
            .iter()
            .map(|band| pb::RuleSetBand { star: band.star.into(), min_points: band.min })
            .collect(),
        parts: set
            .parts
            .iter()
            .map(|part| pb::RuleSetPart { code: part.code.clone(), max_points: part.points })
            .collect(),
    };
    let recognising = |issuer: &Issuer| pb::RecognisingLevel {
        level: issuing_level(issuer.level).into(),
        stars: issuer.stars.iter().map(|star| i32::from(*star)).collect(),
        last_day: optional_day(issuer.to),
    };
    pb::ListRuleSetsResponse {
        rule_sets: rules.rule_set.iter().map(set).collect(),
        recognising_levels: rules.issuer.iter().map(recognising).collect(),
    }
}

pub(crate) fn entry((entry, at): EntryOnDay) -> pb::RegisterEntry {
    use pb::register_entry::Record;
    let status = certificate_status(entry.status_on(at)).into();
    let record = match entry {
        RegisterEntry::Certificate(registered) => Record::Certificate(certificate((*registered, at))),
        RegisterEntry::Recognition(recorded) => Record::Recognition(recognition(*recorded)),
    };
    pb::RegisterEntry { status, record: Some(record) }
}

pub(crate) fn certificate((registered, at): CertificateOnDay) -> pb::Certificate {
    let status = certificate_status(registered.status_on(at));
    let (certificate, replaces) = (registered.certificate, registered.replaces);
    pb::Certificate {
        id: certificate.id.to_string(),
        status: status.into(),
        number: certificate.number.to_string(),
        star: certificate.star.into(),
        issued_on: certificate.issued_on.to_string(),
        expires_on: certificate.expires_on.to_string(),
        decision: Some(decision_reference(certificate.decision)),
        issuer_unit_id: certificate.number.issuer.to_string(),
        dossier_id: certificate.dossier.to_string(),
        product_id: certificate.product.to_string(),
        product_name: certificate.product_name,
        product_code: certificate.product_code,
        product_set: certificate.product_set,
        producer_id: certificate.producer.to_string(),
        producer_name: certificate.producer_name,
        unit_id: certificate.unit.to_string(),
        sample: certificate.sample,
        revoked_on: optional_day(registered.revoked_on),
        replacement_kind: replaces.as_ref().map(|replaces| replacement_kind(replaces.kind)).unwrap_or_default().into(),
        replaces_certificate_id: replaces.as_ref().map(|replaces| replaces.certificate.to_string()).unwrap_or_default(),
        replacement_basis: replaces.map(|replaces| replaces.basis.reference).unwrap_or_default(),
        replaced_by_number: registered.replaced_by.map(|successor| successor.number).unwrap_or_default(),
    }
}

/// What anyone may know of a certificate.
pub(crate) fn verified_certificate((registered, today): CertificateOnDay) -> pb::VerifyCertificateResponse {
    let status = certificate_status(registered.status_on(today));
    let certificate = registered.certificate;
    pb::VerifyCertificateResponse {
        number: certificate.number.to_string(),
        status: status.into(),
        star: certificate.star.into(),
        product_name: certificate.product_name,
        product_code: certificate.product_code,
        producer_name: certificate.producer_name,
        issued_on: certificate.issued_on.to_string(),
        expires_on: certificate.expires_on.to_string(),
        decision_number: certificate.decision.number,
        sample: certificate.sample,
        revoked_on: optional_day(registered.revoked_on),
        replaced_by_number: registered.replaced_by.map(|successor| successor.number).unwrap_or_default(),
    }
}

// Revocations

const GROUNDS: [(pb::RevocationGround, Ground); 6] = [
    (pb::RevocationGround::UntrueInformation, Ground::UntrueInformation),
    (pb::RevocationGround::CriteriaNotMet, Ground::CriteriaNotMet),
    (pb::RevocationGround::BreachOfLaw, Ground::BreachOfLaw),
    (pb::RevocationGround::MisuseOfMark, Ground::MisuseOfMark),
    (pb::RevocationGround::ProductionStopped, Ground::ProductionStopped),
    (pb::RevocationGround::OtherConclusion, Ground::OtherConclusion),
];

const STATES: [(pb::RevocationState, RevocationState); 3] = [
    (pb::RevocationState::Open, RevocationState::Open),
    (pb::RevocationState::Revoked, RevocationState::Ended(RevocationOutcome::Revoked)),
    (pb::RevocationState::Dropped, RevocationState::Ended(RevocationOutcome::Dropped)),
];

pub(crate) fn ground(ground: Ground) -> pb::RevocationGround {
    GROUNDS.into_iter().find(|(_, own)| *own == ground).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn read_ground(fields: &mut Fields, given: i32) -> Option<Ground> {
    let ground: pb::RevocationGround = fields.choice("ground", given)?;
    GROUNDS.into_iter().find(|(wire, _)| *wire == ground).map(|(_, own)| own)
}

pub(crate) fn read_optional_state(fields: &mut Fields, given: i32) -> Option<Option<RevocationState>> {
    let state: Option<pb::RevocationState> = fields.optional_choice("state", given)?;
    Some(state.and_then(|state| STATES.into_iter().find(|(wire, _)| *wire == state).map(|(_, own)| own)))
}

/// Reads how a revocation is to end.
pub(crate) fn read_outcome(fields: &mut Fields, given: i32) -> Option<RevocationOutcome> {
    let state: pb::RevocationState = fields.choice("outcome", given)?;
    match STATES.into_iter().find(|(wire, _)| *wire == state) {
        Some((_, RevocationState::Ended(outcome))) => Some(outcome),
        _ => {
            fields.fault("outcome", "Chọn thu hồi hoặc không thu hồi.", "Choose to revoke or to drop.");
            None
        }
    }
}

/// Reads text that must be given.
pub(crate) fn read_reasons(fields: &mut Fields, path: &str, given: &str, max_chars: usize) -> Option<String> {
    let text = fields.paragraphs(path, given, max_chars)?;
    if text.is_empty() {
        fields.fault(path, "Không được để trống.", "It must not be empty.");
        return None;
    }
    Some(text)
}

pub(crate) fn revocation((revocation, day): RevocationOnDay) -> pb::Revocation {
    let overdue = revocation.is_overdue(day);
    let state = revocation.state();
    let state = STATES.into_iter().find(|(_, own)| *own == state).map(|(wire, _)| wire).unwrap_or_default();
    let wire = pb::Revocation {
        id: revocation.id.to_string(),
        certificate_id: revocation.certificate.to_string(),
        unit_id: revocation.unit.to_string(),
        level: level(revocation.level).into(),
        state: state.into(),
        ground: ground(revocation.charge.ground).into(),
        conclusion: revocation.charge.conclusion,
        concluded_on: revocation.charge.concluded_on.to_string(),
        reasons: revocation.charge.reasons,
        opened_by_person_id: revocation.opened_by.to_string(),
        opened_at: Some(timestamp(revocation.opened_at)),
        due_on: revocation.due_on.to_string(),
        overdue,
        answer_until: revocation.answer_until.to_string(),
        answer_paper_original: revocation
            .answer
            .as_ref()
            .and_then(|answer| answer.paper_original.clone())
            .unwrap_or_default(),
        answered_at: revocation.answer.as_ref().map(|answer| timestamp(answer.at)),
        answer: revocation.answer.map(|answer| answer.text).unwrap_or_default(),
        complaint_id: revocation.charge.complaint.map(|complaint| complaint.to_string()).unwrap_or_default(),
        etag: etag(revocation.version),
        inspection_id: revocation.charge.inspection.map(|inspection| inspection.to_string()).unwrap_or_default(),
        ..pb::Revocation::default()
    };
    match revocation.ruling {
        None => wire,
        Some(ruling) => pb::Revocation {
            decision: Some(decision_reference(ruling.decision)),
            decision_reasons: ruling.reasons,
            decided_by_person_id: ruling.by.to_string(),
            ..wire
        },
    }
}
