//! Inspections and what makes them urgent, between values and messages.

use chrono::NaiveDate;
use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{level, optional_day, register, text};
use crate::domain::certificate::CertificateId;
use crate::domain::dossier::Level;
use crate::domain::file::FileId;
use crate::domain::inspection::{
    Announcement, Conclusion, Course, Finding, Inspection, InspectionState, Outcome, PlannedTime, Subject, Verdict,
    Visit,
};
use crate::domain::inspection_risk::{RankedCertificate, RiskKind, RiskPart};
use crate::domain::revocation::Ground;
use crate::ops::SeenInspection;

/// Characters of what is recorded about a finding.
const MOST_FINDING: usize = 4000;
/// Files that show one finding.
const MOST_FILES: usize = 20;

const ANNOUNCEMENTS: [(pb::InspectionAnnouncement, Announcement); 2] = [
    (pb::InspectionAnnouncement::Announced, Announcement::Announced),
    (pb::InspectionAnnouncement::Unannounced, Announcement::Unannounced),
];

const STATES: [(pb::InspectionState, InspectionState); 4] = [
    (pb::InspectionState::Planned, InspectionState::Planned),
    (pb::InspectionState::Conducted, InspectionState::Conducted),
    (pb::InspectionState::Concluded, InspectionState::Concluded),
    (pb::InspectionState::Cancelled, InspectionState::Cancelled),
];

const VERDICTS: [(pb::InspectionVerdict, Verdict); 2] =
    [(pb::InspectionVerdict::Met, Verdict::Met), (pb::InspectionVerdict::Breach, Verdict::Breach)];

const RISK_KINDS: [(pb::InspectionRiskKind, RiskKind); 7] = [
    (pb::InspectionRiskKind::MonthsSinceRecognition, RiskKind::MonthsSinceRecognition),
    (pb::InspectionRiskKind::MonthsSinceInspection, RiskKind::MonthsSinceInspection),
    (pb::InspectionRiskKind::Overdue, RiskKind::Overdue),
    (pb::InspectionRiskKind::NearBandEdge, RiskKind::NearBandEdge),
    (pb::InspectionRiskKind::Spread, RiskKind::Spread),
    (pb::InspectionRiskKind::OpenComplaints, RiskKind::OpenComplaints),
    (pb::InspectionRiskKind::FoundedComplaints, RiskKind::FoundedComplaints),
];

/// Reads who inspects: the province or the ministry.
pub(crate) fn read_level(fields: &mut Fields, given: i32) -> Option<Level> {
    match fields.choice("level", given)? {
        pb::Level::Province => Some(Level::Province),
        pb::Level::Ministry => Some(Level::Ministry),
        pb::Level::Commune | pb::Level::Unspecified => {
            fields.fault("level", "Cấp kiểm tra là tỉnh hoặc trung ương.", "The province or the ministry inspects.");
            None
        }
    }
}

pub(crate) fn read_announcement(fields: &mut Fields, given: i32) -> Option<Announcement> {
    let announcement: pb::InspectionAnnouncement = fields.choice("announcement", given)?;
    ANNOUNCEMENTS.into_iter().find(|(wire, _)| *wire == announcement).map(|(_, own)| own)
}

pub(crate) fn read_optional_state(fields: &mut Fields, given: i32) -> Option<Option<InspectionState>> {
    let state: Option<pb::InspectionState> = fields.optional_choice("state", given)?;
    Some(state.and_then(|state| STATES.into_iter().find(|(wire, _)| *wire == state).map(|(_, own)| own)))
}

/// Reads what is to be inspected, and when.
pub(crate) fn read_planned(
    fields: &mut Fields,
    path: &str,
    given: &pb::InspectionToPlan,
) -> Option<(CertificateId, PlannedTime)> {
    let certificate = fields.id(&format!("{path}.certificate_id"), &given.certificate_id);
    let time = fields.value(format!("{path}.planned_for"), PlannedTime::read(&given.planned_for));
    certificate.zip(time)
}

pub(crate) fn read_finding(fields: &mut Fields, path: &str, given: &pb::InspectionFinding) -> Option<Finding> {
    let subject = read_subject(fields, path, given);
    let text = register::read_reasons(fields, &format!("{path}.text"), &given.text, MOST_FINDING);
    let verdict: Option<pb::InspectionVerdict> = fields.choice(&format!("{path}.verdict"), given.verdict);
    let verdict = verdict.and_then(|verdict| VERDICTS.into_iter().find(|(wire, _)| *wire == verdict));
    let files = format!("{path}.file_ids");
    let evidence = fields.list(&files, given.file_ids.clone(), 0..=MOST_FILES);
    let evidence: Option<Vec<FileId>> =
        evidence.and_then(|ids| fields.each(&files, &ids, |fields, path, id| fields.id(path, id)));
    Some(Finding { subject: subject?, text: text?, verdict: verdict?.1, evidence: evidence? })
}

fn read_subject(fields: &mut Fields, path: &str, given: &pb::InspectionFinding) -> Option<Subject> {
    let subject: pb::InspectionSubject = fields.choice(&format!("{path}.subject"), given.subject)?;
    let criterion = format!("{path}.criterion");
    let other = match subject {
        pb::InspectionSubject::Criterion => {
            return fields.line(&criterion, &given.criterion, 20).map(Subject::Criterion);
        }
        pb::InspectionSubject::Mark => Subject::Mark,
        pb::InspectionSubject::Advertising => Subject::Advertising,
        pb::InspectionSubject::Unspecified => return None,
    };
    if given.criterion.is_empty() {
        return Some(other);
    }
    fields.fault(criterion, "Chỉ ghi tiêu chí khi nội dung là tiêu chí.", "Name a criterion only if it is about one.");
    None
}

/// Reads what an inspection comes to, with what belongs to it and nothing else.
pub(crate) fn read_outcome(fields: &mut Fields, given: &pb::ConcludeInspectionRequest) -> Option<Outcome> {
    let outcome: pb::InspectionOutcome = fields.choice("outcome", given.outcome)?;
    if outcome != pb::InspectionOutcome::ToRemedy && !given.remedy_until.is_empty() {
        fields.fault(
            "remedy_until",
            "Chỉ ghi hạn khắc phục khi kết luận yêu cầu khắc phục.",
            "A last day goes with what is to be remedied only.",
        );
    }
    if outcome != pb::InspectionOutcome::RevocationProposed && given.ground != 0 {
        fields.fault(
            "ground",
            "Chỉ ghi căn cứ khi kết luận đề nghị thu hồi.",
            "A ground goes with a proposed revocation only.",
        );
    }
    match outcome {
        pb::InspectionOutcome::NoBreach => Some(Outcome::NoBreach),
        pb::InspectionOutcome::ToRemedy => {
            fields.date("remedy_until", &given.remedy_until).map(|until| Outcome::ToRemedy { until, remedy: None })
        }
        pb::InspectionOutcome::RevocationProposed => {
            register::read_ground(fields, given.ground).map(Outcome::RevocationProposed)
        }
        pb::InspectionOutcome::Unspecified => None,
    }
}

pub(crate) fn inspection(seen: SeenInspection) -> pb::Inspection {
    let SeenInspection { inspection, revocation, today } = seen;
    let (overdue, remedy_overdue) = (inspection.is_overdue(today), inspection.is_remedy_overdue(today));
    let wire = pb::Inspection {
        id: inspection.id.to_string(),
        certificate_id: inspection.certificate.to_string(),
        dossier_id: inspection.dossier.to_string(),
        producer_id: inspection.producer.to_string(),
        unit_id: inspection.unit.to_string(),
        level: level(inspection.level).into(),
        announcement: announcement(inspection.plan.announcement).into(),
        state: state(inspection.state()).into(),
        basis: inspection.plan.basis.reference,
        basis_date: inspection.plan.basis.date.to_string(),
        need: inspection.plan.need,
        planned_for: inspection.plan.time.to_string(),
        overdue,
        planned_by_person_id: inspection.plan.by.to_string(),
        planned_at: Some(timestamp(inspection.plan.at)),
        remedy_overdue,
        revocation_id: revocation.map(|revocation| revocation.to_string()).unwrap_or_default(),
        etag: etag(inspection.version),
        ..Default::default()
    };
    match inspection.course {
        Course::Planned => wire,
        Course::Conducted(visit) => with_visit(wire, visit),
        Course::Concluded(visit, conclusion) => with_conclusion(with_visit(wire, visit), conclusion),
        Course::Cancelled(cancellation) => pb::Inspection { cancellation: cancellation.reason, ..wire },
    }
}

fn with_visit(wire: pb::Inspection, visit: Visit) -> pb::Inspection {
    pb::Inspection {
        conducted_on: visit.on.to_string(),
        present: visit.present,
        findings: visit.findings.into_iter().map(finding).collect(),
        conducted_by_person_id: visit.by.to_string(),
        ..wire
    }
}

fn with_conclusion(wire: pb::Inspection, conclusion: Conclusion) -> pb::Inspection {
    let remedy = match &conclusion.outcome {
        Outcome::ToRemedy { remedy, .. } => remedy.clone(),
        _ => None,
    };
    pb::Inspection {
        outcome: outcome(&conclusion.outcome).into(),
        remedy_until: optional_day(remedy_until(&conclusion.outcome)),
        ground: ground(&conclusion.outcome),
        conclusion: conclusion.reference.reference,
        concluded_on: conclusion.reference.date.to_string(),
        concluded_by_person_id: conclusion.by.to_string(),
        remedied_on: optional_day(remedy.as_ref().map(|remedy| remedy.on)),
        remedy: remedy.map(|remedy| remedy.text).unwrap_or_default(),
        ..wire
    }
}

fn finding(finding: Finding) -> pb::InspectionFinding {
    let (subject, criterion) = match finding.subject {
        Subject::Criterion(code) => (pb::InspectionSubject::Criterion, code),
        Subject::Mark => (pb::InspectionSubject::Mark, String::new()),
        Subject::Advertising => (pb::InspectionSubject::Advertising, String::new()),
    };
    let verdict = VERDICTS.into_iter().find(|(_, own)| *own == finding.verdict).map(|(wire, _)| wire);
    pb::InspectionFinding {
        subject: subject.into(),
        criterion,
        text: finding.text,
        verdict: verdict.unwrap_or_default().into(),
        file_ids: finding.evidence.iter().map(ToString::to_string).collect(),
    }
}

fn announcement(announcement: Announcement) -> pb::InspectionAnnouncement {
    ANNOUNCEMENTS.into_iter().find(|(_, own)| *own == announcement).map(|(wire, _)| wire).unwrap_or_default()
}

fn state(state: InspectionState) -> pb::InspectionState {
    STATES.into_iter().find(|(_, own)| *own == state).map(|(wire, _)| wire).unwrap_or_default()
}

fn outcome(outcome: &Outcome) -> pb::InspectionOutcome {
    match outcome {
        Outcome::NoBreach => pb::InspectionOutcome::NoBreach,
        Outcome::ToRemedy { .. } => pb::InspectionOutcome::ToRemedy,
        Outcome::RevocationProposed(_) => pb::InspectionOutcome::RevocationProposed,
    }
}

fn remedy_until(outcome: &Outcome) -> Option<NaiveDate> {
    match outcome {
        Outcome::ToRemedy { until, .. } => Some(*until),
        Outcome::NoBreach | Outcome::RevocationProposed(_) => None,
    }
}

/// The ground on the wire; unspecified unless a revocation is proposed.
fn ground(outcome: &Outcome) -> i32 {
    let proposed: Option<Ground> = match outcome {
        Outcome::RevocationProposed(ground) => Some(*ground),
        Outcome::NoBreach | Outcome::ToRemedy { .. } => None,
    };
    proposed.map(register::ground).unwrap_or_default().into()
}

// Events

pub(crate) fn planned(inspection: &Inspection) -> pb::InspectionPlanned {
    pb::InspectionPlanned {
        inspection_id: inspection.id.to_string(),
        certificate_id: inspection.certificate.to_string(),
        producer_id: inspection.producer.to_string(),
        unit_id: inspection.unit.to_string(),
        level: level(inspection.level).into(),
        planned_for: inspection.plan.time.to_string(),
    }
}

pub(crate) fn conducted(inspection: &Inspection, visit: &Visit) -> pb::InspectionConducted {
    pb::InspectionConducted {
        inspection_id: inspection.id.to_string(),
        certificate_id: inspection.certificate.to_string(),
        producer_id: inspection.producer.to_string(),
        unit_id: inspection.unit.to_string(),
        level: level(inspection.level).into(),
        announcement: announcement(inspection.plan.announcement).into(),
        planned_for: inspection.plan.time.to_string(),
        conducted_on: visit.on.to_string(),
    }
}

pub(crate) fn concluded(inspection: &Inspection, conclusion: &Conclusion) -> pb::InspectionConcluded {
    pb::InspectionConcluded {
        inspection_id: inspection.id.to_string(),
        certificate_id: inspection.certificate.to_string(),
        outcome: outcome(&conclusion.outcome).into(),
        concluded_on: conclusion.reference.date.to_string(),
        remedy_until: optional_day(remedy_until(&conclusion.outcome)),
        ground: ground(&conclusion.outcome),
    }
}

// Risk

pub(crate) fn risk(ranked: &RankedCertificate) -> pb::InspectionRisk {
    let known = &ranked.inspectable;
    pb::InspectionRisk {
        certificate_id: known.certificate.to_string(),
        certificate_number: known.number.clone(),
        product_name: known.product_name.clone(),
        producer_id: known.producer.to_string(),
        unit_id: known.unit.to_string(),
        star: known.star,
        risk_points: ranked.points(),
        parts: ranked.parts.iter().map(risk_part).collect(),
        last_looked_at_on: ranked.last_looked_at_on().to_string(),
        overdue_from: ranked.overdue_from.to_string(),
    }
}

fn risk_part(part: &RiskPart) -> pb::InspectionRiskPart {
    let kind = RISK_KINDS.into_iter().find(|(_, own)| *own == part.kind).map(|(wire, _)| wire);
    pb::InspectionRiskPart {
        kind: kind.unwrap_or_default().into(),
        measure: part.measure,
        risk_points: part.points,
        reason: text(&part.reason()),
    }
}
