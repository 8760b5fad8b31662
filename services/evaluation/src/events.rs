//! What evaluation tells the other services, and what it takes in from registry.

use chrono::NaiveDate;
use platform::access::store_part;
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::operation::Subject;
use platform::outbox::told::{day, id, optional_day, read};
use prost::{Message, Name};
use proto::common::v1::EventEnvelope;
use proto::evaluation::v1 as pb;
use proto::registry::v1::{
    LeaderAppointed, LeaderTermCorrected, LeaderTermEnded, LeaderTermRetracted, ProducerAccountEnded,
    ProducerAccountGranted, UnitsPublished,
};

use crate::Work;
use crate::domain::advisory_team::AdvisoryTeam;
use crate::domain::calendar::DayOverride;
use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::complaint::{Complaint, ComplaintOutcome};
use crate::domain::council::{Council, Duty};
use crate::domain::criteria::CriteriaSet;
use crate::domain::custody::Custody;
use crate::domain::decision::Decision;
use crate::domain::delegation::Delegation;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::record::Record;
use crate::domain::evidence::{Evidence, Paper};
use crate::domain::expiry::Expiry;
use crate::domain::file::File;
use crate::domain::inspection::{Course, Inspection};
use crate::domain::minutes::Minutes;
use crate::domain::notice::{self, Notice, Telling};
use crate::domain::parcel::Parcel;
use crate::domain::producer_person::{ProducerPerson, Relation};
use crate::domain::recognition::Recognition;
use crate::domain::redo::RedoRequest;
use crate::domain::register::RegisteredCertificate;
use crate::domain::revocation::Revocation;
use crate::domain::score::Outcome;
use crate::domain::session::{Ballot, DossierResult, Scoring, Session};
use crate::{store, wire};

platform::feed_client!(RegistryFeed, proto::registry::v1);

/// Takes in an event of registry: the units. What a dossier needs of products it asks for when it is filed.
pub(crate) async fn from_registry(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = read::<UnitsPublished>(event)? {
        store_part(work, told.table_version, told.part, told.parts, &told.units).await?;
    }
    Ok(())
}

/// Takes in an event of registry: who is bound to which producer. These have a cursor of their own, which begins
/// at the first event: an installation that has taken in the units for years learns of all persons too.
pub(crate) async fn persons_from_registry(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = read::<ProducerAccountGranted>(event)? {
        let granted = ProducerPerson {
            id: id(&told.producer_account_id)?,
            producer: id(&told.producer_id)?.into(),
            person: id(&told.person_id)?.into(),
            relation: Relation::Account { to: optional_day(&told.term_to)?, ended: false },
            from: day(&told.term_from)?,
        };
        return store::producer_persons::keep(work, &granted).await;
    }
    if let Some(told) = read::<ProducerAccountEnded>(event)? {
        return store::producer_persons::end_account(work, id(&told.producer_account_id)?, day(&told.term_to)?).await;
    }
    if let Some(told) = read::<LeaderAppointed>(event)? {
        let leader = ProducerPerson {
            id: id(&told.leader_id)?,
            producer: id(&told.producer_id)?.into(),
            person: id(&told.person_id)?.into(),
            relation: Relation::Leader { to: None },
            from: day(&told.term_from)?,
        };
        return store::producer_persons::keep(work, &leader).await;
    }
    if let Some(told) = read::<LeaderTermEnded>(event)? {
        return store::producer_persons::end_leader(work, id(&told.leader_id)?, day(&told.term_to)?).await;
    }
    if let Some(told) = read::<LeaderTermCorrected>(event)? {
        let leader = ProducerPerson {
            id: id(&told.leader_id)?,
            producer: id(&told.producer_id)?.into(),
            person: id(&told.person_id)?.into(),
            relation: Relation::Leader { to: optional_day(&told.term_to)? },
            from: day(&told.term_from)?,
        };
        return store::producer_persons::correct(work, &leader).await;
    }
    if let Some(told) = read::<LeaderTermRetracted>(event)? {
        return store::producer_persons::retract_leader(work, id(&told.leader_id)?).await;
    }
    Ok(())
}

fn of_dossier(dossier: &Dossier) -> Subject {
    Subject::new("dossier", dossier.id, dossier.version)
}

/// Publishes the event of a step, and tells those whom it concerns.
fn publish_step<M: Message + Name>(work: &Work, dossier: &Dossier, event: &M) {
    work.publish(of_dossier(dossier), event);
    tell(work, notice::of_step(dossier));
}

/// Issues notices of what was not told before.
fn tell(work: &Work, tellings: Vec<Telling>) {
    for telling in tellings {
        let notice = store::notices::issue(work, telling);
        work.publish(Subject::new("notice", notice.id, 1), &wire::agenda::notice_issued(&notice));
    }
}

/// Issues notices of what of these was not told before.
pub(crate) async fn tell_untold(work: &Work, tellings: Vec<Telling>) -> Result<(), Platform> {
    if !tellings.is_empty() {
        tell(work, store::notices::untold(work, tellings).await?);
    }
    Ok(())
}

pub(crate) fn notice_acknowledged(work: &Work, notice: &Notice) {
    let event = pb::NoticeAcknowledged { notice_id: notice.id.to_string() };
    work.publish(Subject::new("notice", notice.id, 2), &event);
}

pub(crate) fn calendar_day_put(work: &Work, entered: &DayOverride) {
    let event = pb::CalendarDayPut { day: entered.day.to_string(), working: entered.working };
    // A day has no identity of its own; its entries are told one by one.
    work.publish(Subject::new("calendar_day", work.new_id::<RawId>(), 1), &event);
}

pub(crate) fn work_delegated(work: &Work, delegation: &Delegation) {
    let event = pb::WorkDelegated {
        delegation_id: delegation.id.to_string(),
        role: delegation.role.into(),
        unit_id: delegation.unit.to_string(),
        first_day: delegation.first_day.to_string(),
        last_day: delegation.last_day.to_string(),
    };
    work.publish(Subject::new("delegation", delegation.id, delegation.version), &event);
    tell(work, vec![notice::of_delegation(delegation)]);
}

pub(crate) fn delegation_ended(work: &Work, delegation: &Delegation) {
    let (delegation_id, last_day) = (delegation.id.to_string(), delegation.last_day.to_string());
    let event = pb::DelegationEnded { delegation_id, last_day };
    work.publish(Subject::new("delegation", delegation.id, delegation.version), &event);
}

pub(crate) fn dossier_filed(work: &Work, dossier: &Dossier) {
    let event = pb::DossierFiled {
        dossier_id: dossier.id.to_string(),
        kind: wire::dossier_kind(dossier.kind).into(),
        product_id: dossier.product.id.to_string(),
        producer_id: dossier.producer.id.to_string(),
        product_set: dossier.product.product_set,
        unit_id: dossier.product.unit.to_string(),
        sample: dossier.product.sample,
        due_on: due_on(dossier),
    };
    publish_step(work, dossier, &event);
}

pub(crate) fn dossier_accepted(work: &Work, dossier: &Dossier) {
    let event = pb::DossierAccepted {
        dossier_id: dossier.id.to_string(),
        product_code: dossier.code.clone().unwrap_or_default(),
        due_on: due_on(dossier),
    };
    publish_step(work, dossier, &event);
}

pub(crate) fn dossier_proposed(work: &Work, dossier: &Dossier) {
    let event = pb::DossierProposed { dossier_id: dossier.id.to_string(), due_on: due_on(dossier) };
    publish_step(work, dossier, &event);
}

/// A step that has no event of its own.
pub(crate) fn dossier_moved(work: &Work, dossier: &Dossier) {
    let event = pb::DossierMoved {
        dossier_id: dossier.id.to_string(),
        action: dossier.step.as_ref().map(|step| step.action.name().to_owned()).unwrap_or_default(),
        state: wire::dossier_state(&dossier.state).into(),
        level: wire::level(dossier.state.level()).into(),
        turn: wire::turn(dossier.turn()).into(),
        due_on: due_on(dossier),
    };
    publish_step(work, dossier, &event);
}

/// The last day for whose turn it is; empty where no clock runs.
fn due_on(dossier: &Dossier) -> String {
    dossier.clocks.due_on().map(|day| day.to_string()).unwrap_or_default()
}

pub(crate) fn draft_created(work: &Work, dossier: &Dossier) {
    work.publish(of_dossier(dossier), &pb::DraftCreated { dossier_id: dossier.id.to_string() });
}

pub(crate) fn forms_updated(work: &Work, dossier: &Dossier) {
    work.publish(of_dossier(dossier), &pb::FormsUpdated { dossier_id: dossier.id.to_string() });
}

pub(crate) fn dossier_record_added(work: &Work, record: &Record) {
    let event = pb::DossierRecordAdded {
        record_id: record.id.to_string(),
        dossier_id: record.dossier.to_string(),
        kind: record.content.kind().to_owned(),
    };
    work.publish(Subject::new("dossier_record", record.id, 1), &event);
}

pub(crate) fn advisory_team_appointed(work: &Work, team: &AdvisoryTeam) {
    let event = pb::AdvisoryTeamAppointed {
        advisory_team_id: team.id.to_string(),
        unit_id: team.unit.to_string(),
        member_count: i32::try_from(team.members.len()).unwrap_or(i32::MAX),
    };
    work.publish(Subject::new("advisory_team", team.id, 1), &event);
}

pub(crate) fn council_appointed(work: &Work, council: &Council) {
    let event = pb::CouncilAppointed {
        council_id: council.id.to_string(),
        unit_id: council.province.to_string(),
        member_count: i32::try_from(council.members.len()).unwrap_or(i32::MAX),
    };
    work.publish(Subject::new("council", council.id, 1), &event);
}

pub(crate) fn session_opened(work: &Work, session: &Session, scorings: &[Scoring]) {
    let event = pb::SessionOpened {
        session_id: session.id.to_string(),
        council_id: session.council.to_string(),
        dossier_ids: scorings.iter().map(|scoring| scoring.dossier.to_string()).collect(),
    };
    work.publish(Subject::new("session", session.id, 1), &event);
}

/// The ballot is the subject and the service the actor: neither session nor dossier shows that someone has voted,
/// nor the event who.
pub(crate) fn ballot_cast(work: &Work, ballot: &Ballot) {
    let event = pb::BallotCast { session_id: ballot.session.to_string(), dossier_id: ballot.dossier.to_string() };
    work.publish_unattributed(Subject::new("ballot", ballot.id, 1), &event);
}

pub(crate) fn scoring_closed(work: &Work, dossier: &Dossier, set: &CriteriaSet, result: &DossierResult) {
    let (star, sum_points, sums) = match &result.score.outcome {
        Outcome::Ranked(ranking) => (i32::from(ranking.star), ranking.sum, ranking.criteria.as_slice()),
        Outcome::Eliminated(_) | Outcome::Stopped(_) => (0, 0, &[][..]),
    };
    let criteria = set.criteria.iter().zip(sums);
    let criteria =
        criteria.map(|(criterion, sum)| pb::CriterionPoints { criterion: criterion.code.clone(), sum_points: *sum });
    let event = pb::ScoringClosed {
        session_id: result.session.to_string(),
        dossier_id: dossier.id.to_string(),
        outcome: wire::outcome(&result.score.outcome).into(),
        dossier_state: wire::dossier_state(&dossier.state).into(),
        star,
        sum_points,
        sheet_count: i32::try_from(result.score.sheet_count).unwrap_or(i32::MAX),
        round: result.round.number(),
        due_on: due_on(dossier),
        criteria_version_id: dossier.criteria_version.clone(),
        criteria: criteria.collect(),
    };
    publish_step(work, dossier, &event);
}

/// No figure is told: a ballot that leads to a discussion is no result.
pub(crate) fn discussion_began(work: &Work, scoring: &Scoring) {
    let event =
        pb::DiscussionBegan { session_id: scoring.session.to_string(), dossier_id: scoring.dossier.to_string() };
    work.publish(Subject::new("session", scoring.session, 1), &event);
}

pub(crate) fn minutes_signed(work: &Work, minutes: &Minutes, duty: Duty) {
    let event = pb::MinutesSigned {
        session_id: minutes.session.to_string(),
        duty: wire::duty(duty).into(),
        complete: minutes.is_signed_by_both(),
    };
    work.publish(Subject::new("session", minutes.session, 1), &event);
}

pub(crate) fn second_ballot_opened(work: &Work, scoring: &Scoring) {
    let event =
        pb::SecondBallotOpened { session_id: scoring.session.to_string(), dossier_id: scoring.dossier.to_string() };
    work.publish(Subject::new("session", scoring.session, 1), &event);
}

pub(crate) fn decision_entered(work: &Work, decision: &Decision) {
    let event = pb::DecisionEntered {
        decision_id: decision.id.to_string(),
        issuer_unit_id: decision.issuer.to_string(),
        dossier_ids: decision.dossiers.iter().map(ToString::to_string).collect(),
    };
    work.publish(Subject::new("decision", decision.id, 1), &event);
}

pub(crate) fn decision_approved(work: &Work, decision: &Decision) {
    let event = pb::DecisionApproved { decision_id: decision.id.to_string() };
    work.publish(Subject::new("decision", decision.id, 2), &event);
}

pub(crate) fn decision_declined(work: &Work, decision: &Decision) {
    let event = pb::DecisionDeclined { decision_id: decision.id.to_string() };
    work.publish(Subject::new("decision", decision.id, 2), &event);
}

pub(crate) fn dossier_handed_over(work: &Work, dossier: &Dossier, custody: &Custody) {
    let event =
        pb::DossierHandedOver { dossier_id: dossier.id.to_string(), manifest_sha256: custody.manifest_sha256.clone() };
    work.publish(of_dossier(dossier), &event);
}

pub(crate) fn parcel_sealed(work: &Work, parcel: &Parcel) {
    let event = pb::ParcelSealed {
        dossier_id: parcel.dossier.to_string(),
        kind: wire::parcels::kind(parcel.kind).into(),
        dossier_version: parcel.dossier_version,
    };
    work.publish(Subject::new("dossier", parcel.dossier, parcel.dossier_version), &event);
}

pub(crate) fn parcel_received(work: &Work, parcel: &Parcel) {
    let event = pb::ParcelReceived {
        dossier_id: parcel.dossier.to_string(),
        kind: wire::parcels::kind(parcel.kind).into(),
        dossier_version: parcel.dossier_version,
    };
    work.publish(Subject::new("dossier", parcel.dossier, parcel.dossier_version), &event);
}

pub(crate) fn certificate_issued(work: &Work, certificate: &Certificate) {
    let event = pb::CertificateIssued {
        certificate_id: certificate.id.to_string(),
        dossier_id: certificate.dossier.to_string(),
        product_id: certificate.product.to_string(),
        producer_id: certificate.producer.to_string(),
        unit_id: certificate.unit.to_string(),
        product_set: certificate.product_set,
        star: certificate.star.into(),
        issued_on: certificate.issued_on.to_string(),
        expires_on: certificate.expires_on.to_string(),
        sample: certificate.sample,
    };
    work.publish(Subject::new("certificate", certificate.id, 1), &event);
    tell(work, notice::of_issue(&Expiry::from(certificate)));
}

pub(crate) fn revocation_opened(work: &Work, revocation: &Revocation) {
    let event = pb::RevocationOpened {
        revocation_id: revocation.id.to_string(),
        certificate_id: revocation.certificate.to_string(),
        ground: wire::register::ground(revocation.charge.ground).into(),
        due_on: revocation.due_on.to_string(),
    };
    work.publish(of_revocation(revocation), &event);
    tell(work, notice::of_revocation(revocation, notice::Reason::RevocationOpened));
}

pub(crate) fn revocation_answered(work: &Work, revocation: &Revocation) {
    work.publish(of_revocation(revocation), &pb::RevocationAnswered { revocation_id: revocation.id.to_string() });
}

pub(crate) fn revocation_dropped(work: &Work, revocation: &Revocation) {
    let event = pb::RevocationDropped {
        revocation_id: revocation.id.to_string(),
        certificate_id: revocation.certificate.to_string(),
    };
    work.publish(of_revocation(revocation), &event);
    tell(work, notice::of_revocation(revocation, notice::Reason::RevocationDropped));
}

/// Others know the certificate that was issued first; a replacement has its term.
pub(crate) fn certificate_revoked(work: &Work, revocation: &Revocation, first: CertificateId, revoked_on: NaiveDate) {
    let event = pb::CertificateRevoked {
        certificate_id: revocation.certificate.to_string(),
        first_certificate_id: first.to_string(),
        revocation_id: revocation.id.to_string(),
        ground: wire::register::ground(revocation.charge.ground).into(),
        revoked_on: revoked_on.to_string(),
    };
    work.publish(of_revocation(revocation), &event);
    tell(work, notice::of_revocation(revocation, notice::Reason::CertificateRevoked));
}

/// `first` is the certificate that ends with it, by the identity under which it was told of.
pub(crate) fn certificate_replaced(work: &Work, registered: &RegisteredCertificate, first: CertificateId) {
    let RegisteredCertificate { certificate, replaces, .. } = registered;
    let kind = replaces.as_ref().map(|replaces| wire::register::replacement_kind(replaces.kind));
    let event = pb::CertificateReplaced {
        certificate_id: certificate.id.to_string(),
        replaced_certificate_id: replaces.as_ref().map(|replaces| replaces.certificate.to_string()).unwrap_or_default(),
        kind: kind.unwrap_or_default().into(),
        producer_id: certificate.producer.to_string(),
        issued_on: certificate.issued_on.to_string(),
        first_certificate_id: first.to_string(),
    };
    work.publish(Subject::new("certificate", certificate.id, 1), &event);
}

fn of_redo(request: &RedoRequest) -> Subject {
    Subject::new("redo_request", request.id, request.version)
}

pub(crate) fn redo_requested(work: &Work, request: &RedoRequest) {
    let event = pb::RedoRequested {
        redo_request_id: request.id.to_string(),
        dossier_id: request.dossier.to_string(),
        demand: wire::redo::demand(request.demand).into(),
        due_on: request.due_on.to_string(),
    };
    work.publish(of_redo(request), &event);
    tell(work, vec![notice::of_redo(request)]);
}

pub(crate) fn redo_reported(work: &Work, request: &RedoRequest) {
    work.publish(of_redo(request), &pb::RedoReported { redo_request_id: request.id.to_string() });
}

pub(crate) fn redo_closed(work: &Work, request: &RedoRequest) {
    work.publish(of_redo(request), &pb::RedoClosed { redo_request_id: request.id.to_string() });
}

fn of_revocation(revocation: &Revocation) -> Subject {
    Subject::new("revocation", revocation.id, revocation.version)
}

/// The service is the actor: where a producer complains itself, who recorded it is who complained.
pub(crate) fn complaint_recorded(work: &Work, complaint: &Complaint) {
    let matter = &complaint.matter;
    let event = pb::ComplaintRecorded {
        complaint_id: complaint.id.to_string(),
        certificate_id: matter.certificate.map(|certificate| certificate.to_string()).unwrap_or_default(),
        dossier_id: matter.dossier.to_string(),
        unit_id: matter.unit.to_string(),
        kind: wire::complaints::kind(complaint.report.kind).into(),
        level: wire::level(matter.level).into(),
        due_on: complaint.due_on.to_string(),
    };
    work.publish_unattributed(of_complaint(complaint), &event);
}

pub(crate) fn complaint_forwarded(work: &Work, complaint: &Complaint) {
    let level = wire::level(complaint.matter.level).into();
    work.publish(of_complaint(complaint), &pb::ComplaintForwarded { complaint_id: complaint.id.to_string(), level });
}

/// What the document says is to be had from evaluation. The producer is told of what is founded.
pub(crate) fn complaint_answered(work: &Work, complaint: &Complaint, found: ComplaintOutcome) {
    let (outcome, consequence) = wire::complaints::outcome(found);
    let matter = &complaint.matter;
    let event = pb::ComplaintAnswered {
        complaint_id: complaint.id.to_string(),
        certificate_id: matter.certificate.map(|certificate| certificate.to_string()).unwrap_or_default(),
        dossier_id: matter.dossier.to_string(),
        outcome: outcome.into(),
        consequence: consequence.into(),
    };
    work.publish(of_complaint(complaint), &event);
    if found.is_founded() {
        tell(work, vec![notice::of_founded_complaint(complaint)]);
    }
}

pub(crate) fn complaint_withdrawn(work: &Work, complaint: &Complaint) {
    work.publish(of_complaint(complaint), &pb::ComplaintWithdrawn { complaint_id: complaint.id.to_string() });
}

fn of_complaint(complaint: &Complaint) -> Subject {
    Subject::new("complaint", complaint.id, complaint.version)
}

/// Tells where an inspection stands now, as far as those whom it concerns may know: of one that is unannounced nothing
/// before it was conducted.
pub(crate) fn inspection_moved(work: &Work, inspection: &Inspection) {
    if !inspection.is_told() {
        return;
    }
    match &inspection.course {
        Course::Planned => work.publish(of_inspection(inspection), &wire::inspections::planned(inspection)),
        Course::Conducted(visit) => {
            work.publish(of_inspection(inspection), &wire::inspections::conducted(inspection, visit));
        }
        Course::Concluded(_, conclusion) => {
            work.publish(of_inspection(inspection), &wire::inspections::concluded(inspection, conclusion));
        }
        Course::Cancelled(_) => {
            let event = pb::InspectionCancelled {
                inspection_id: inspection.id.to_string(),
                certificate_id: inspection.certificate.to_string(),
            };
            work.publish(of_inspection(inspection), &event);
        }
    }
    tell(work, notice::of_inspection(inspection));
}

/// Nobody gets a notice: who put it right knows.
pub(crate) fn inspection_remedied(work: &Work, inspection: &Inspection, remedied_on: NaiveDate) {
    let event = pb::InspectionRemedied {
        inspection_id: inspection.id.to_string(),
        certificate_id: inspection.certificate.to_string(),
        remedied_on: remedied_on.to_string(),
    };
    work.publish(of_inspection(inspection), &event);
}

fn of_inspection(inspection: &Inspection) -> Subject {
    Subject::new("inspection", inspection.id, inspection.version)
}

pub(crate) fn recognition_recorded(work: &Work, recognition: &Recognition) {
    let facts = &recognition.facts;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let event = pb::RecognitionRecorded {
        recognition_id: recognition.id.to_string(),
        unit_id: facts.province.to_string(),
        product_set: facts.product_set.unwrap_or_default(),
        star: facts.star.map(i32::from).unwrap_or_default(),
        recognised_earliest: day(facts.earliest),
        recognised_latest: day(facts.latest),
    };
    work.publish(Subject::new("recognition", recognition.id, 1), &event);
}

pub(crate) fn recognition_retracted(work: &Work, recognition: &Recognition) {
    let event = pb::RecognitionRetracted {
        recognition_id: recognition.id.to_string(),
        unit_id: recognition.facts.province.to_string(),
    };
    work.publish(Subject::new("recognition", recognition.id, 2), &event);
}

pub(crate) fn file_uploaded(work: &Work, file: &File) {
    let event = pb::FileUploaded {
        file_id: file.id.to_string(),
        producer_id: file.owner.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        unit_id: file.owner.unit.to_string(),
        size_bytes: file.declaration.bytes,
    };
    work.publish(Subject::new("file", file.id, 1), &event);
}

pub(crate) fn paper_recorded(work: &Work, paper: &Paper) {
    let event = pb::PaperRecorded {
        paper_id: paper.id.to_string(),
        file_id: paper.file.to_string(),
        producer_id: paper.owner.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        unit_id: paper.owner.unit.to_string(),
    };
    work.publish(Subject::new("paper", paper.id, 1), &event);
}

pub(crate) fn evidence_attached(work: &Work, evidence: &Evidence) {
    let event = pb::EvidenceAttached {
        evidence_id: evidence.id.to_string(),
        dossier_id: evidence.dossier.to_string(),
        dossier_version: evidence.added_in,
        paper_id: evidence.paper.to_string(),
    };
    work.publish(Subject::new("evidence", evidence.id, evidence.version), &event);
}

pub(crate) fn evidence_detached(work: &Work, evidence: &Evidence) {
    let event = pb::EvidenceDetached {
        evidence_id: evidence.id.to_string(),
        dossier_id: evidence.dossier.to_string(),
        dossier_version: evidence.removed.map(|removed| removed.version).unwrap_or_default(),
    };
    work.publish(Subject::new("evidence", evidence.id, evidence.version), &event);
}
