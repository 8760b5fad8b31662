//! Complaints, between values and messages. Who complained goes out by two functions: masked, and revealed.

use platform::fields::{Fields, etag};
use platform::operation::Reading;
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{count, level};
use crate::domain::complainant::Complainant;
use crate::domain::complaint::{
    Channel, Complaint, ComplaintAnswer, ComplaintKind, ComplaintOutcome, ComplaintState, Consequence, Forwarding,
    Recorder, Withdrawal,
};
use crate::ops::{ComplaintInSight, SeenComplaint};
use crate::policy::complaints::Sight;

const KINDS: [(pb::ComplaintKind, ComplaintKind); 2] =
    [(pb::ComplaintKind::Complaint, ComplaintKind::Complaint), (pb::ComplaintKind::Report, ComplaintKind::Report)];

const CHANNELS: [(pb::ComplaintChannel, Channel); 4] = [
    (pb::ComplaintChannel::InPerson, Channel::InPerson),
    (pb::ComplaintChannel::Post, Channel::Post),
    (pb::ComplaintChannel::Phone, Channel::Phone),
    (pb::ComplaintChannel::Online, Channel::Online),
];

/// States go by their names: a filter knows nothing of what a state holds.
const STATES: [(pb::ComplaintState, &str); 4] = [
    (pb::ComplaintState::Received, "received"),
    (pb::ComplaintState::Handling, "handling"),
    (pb::ComplaintState::Answered, "answered"),
    (pb::ComplaintState::Withdrawn, "withdrawn"),
];

const CONSEQUENCES: [(pb::ComplaintConsequence, Consequence); 4] = [
    (pb::ComplaintConsequence::None, Consequence::None),
    (pb::ComplaintConsequence::Inspection, Consequence::Inspection),
    (pb::ComplaintConsequence::Reassessment, Consequence::Reassessment),
    (pb::ComplaintConsequence::Revocation, Consequence::Revocation),
];

pub(crate) fn kind(kind: ComplaintKind) -> pb::ComplaintKind {
    KINDS.into_iter().find(|(_, own)| *own == kind).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn read_kind(fields: &mut Fields, given: i32) -> Option<ComplaintKind> {
    let kind: pb::ComplaintKind = fields.choice("kind", given)?;
    KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)
}

fn channel(channel: Channel) -> pb::ComplaintChannel {
    CHANNELS.into_iter().find(|(_, own)| *own == channel).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn read_channel(fields: &mut Fields, given: i32) -> Option<Channel> {
    let channel: pb::ComplaintChannel = fields.choice("channel", given)?;
    CHANNELS.into_iter().find(|(wire, _)| *wire == channel).map(|(_, own)| own)
}

fn state(state: &ComplaintState) -> pb::ComplaintState {
    STATES.into_iter().find(|(_, name)| *name == state.name()).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn read_optional_state(fields: &mut Fields, given: i32) -> Option<Option<&'static str>> {
    let state: Option<pb::ComplaintState> = fields.optional_choice("state", given)?;
    Some(state.and_then(|state| STATES.into_iter().find(|(wire, _)| *wire == state).map(|(_, name)| name)))
}

pub(crate) fn outcome(outcome: ComplaintOutcome) -> (pb::ComplaintOutcome, pb::ComplaintConsequence) {
    match outcome {
        ComplaintOutcome::Unfounded => (pb::ComplaintOutcome::Unfounded, pb::ComplaintConsequence::Unspecified),
        ComplaintOutcome::Founded(consequence) => {
            let wire = CONSEQUENCES.into_iter().find(|(_, own)| *own == consequence).map(|(wire, _)| wire);
            (pb::ComplaintOutcome::Founded, wire.unwrap_or_default())
        }
    }
}

/// Reads what is found; a consequence goes with what is founded, and only with that.
pub(crate) fn read_outcome(fields: &mut Fields, outcome: i32, consequence: i32) -> Option<ComplaintOutcome> {
    let found: pb::ComplaintOutcome = fields.choice("outcome", outcome)?;
    if found == pb::ComplaintOutcome::Founded {
        let consequence: pb::ComplaintConsequence = fields.choice("consequence", consequence)?;
        let named = CONSEQUENCES.into_iter().find(|(wire, _)| *wire == consequence);
        return named.map(|(_, own)| ComplaintOutcome::Founded(own));
    }
    if consequence != 0 {
        fields.fault(
            "consequence",
            "Khiếu nại, phản ánh không có cơ sở thì không có hệ quả.",
            "A complaint that is unfounded leads to nothing.",
        );
        return None;
    }
    Some(ComplaintOutcome::Unfounded)
}

/// Reads who complains; nobody if the complaint is anonymous.
pub(crate) fn read_complainant(fields: &mut Fields, given: Option<pb::Complainant>) -> Option<Option<Complainant>> {
    let Some(given) = given else { return Some(None) };
    let full_name = fields.line("complainant.full_name", &given.full_name, 100);
    let phone = fields.optional_line("complainant.phone", &given.phone, 30);
    let address = fields.optional_line("complainant.address", &given.address, 300);
    Some(Some(Complainant { full_name: full_name?, phone: phone?, address: address? }))
}

/// A complaint, as much of it as is shown. Who complained is not in it.
pub(crate) fn complaint(shown: ComplaintInSight) -> pb::Complaint {
    let ComplaintInSight { complaint, sight, day } = shown;
    let for_all = for_all(&complaint, day);
    match sight {
        Sight::Producers => for_all,
        Sight::Whole => whole(complaint, for_all),
    }
}

/// What the producer complained about may know too.
fn for_all(complaint: &Complaint, day: chrono::NaiveDate) -> pb::Complaint {
    let matter = &complaint.matter;
    let answered = match &complaint.state {
        ComplaintState::Answered(given) => Some(answer(given)),
        _ => None,
    };
    pb::Complaint {
        id: complaint.id.to_string(),
        certificate_id: matter.certificate.map(|certificate| certificate.to_string()).unwrap_or_default(),
        dossier_id: matter.dossier.to_string(),
        producer_id: matter.producer.to_string(),
        unit_id: matter.unit.to_string(),
        level: level(matter.level).into(),
        kind: kind(complaint.report.kind).into(),
        state: state(&complaint.state).into(),
        received_on: complaint.report.received_on.to_string(),
        due_on: complaint.due_on.to_string(),
        overdue: complaint.is_overdue(day),
        by_producer: complaint.recording.recorder == Recorder::Producer,
        answer: answered,
        etag: etag(complaint.version),
        ..pb::Complaint::default()
    }
}

fn whole(complaint: Complaint, for_all: pb::Complaint) -> pb::Complaint {
    let recorded_level = match complaint.recording.recorder {
        Recorder::Officer(at) => level(at).into(),
        Recorder::Producer => 0,
    };
    let withdrawn = match &complaint.state {
        ComplaintState::Withdrawn(noted) => Some(withdrawal(noted)),
        _ => None,
    };
    pb::Complaint {
        channel: channel(complaint.report.channel).into(),
        content: complaint.report.content,
        file_ids: complaint.report.files.iter().map(ToString::to_string).collect(),
        recorded_level,
        recorded_by_person_id: complaint.recording.by.to_string(),
        recorded_at: Some(timestamp(complaint.recording.at)),
        forwarding: complaint.forwarding.map(forwarding),
        withdrawal: withdrawn,
        ..for_all
    }
}

fn forwarding(forwarding: Forwarding) -> pb::ComplaintForwarding {
    pb::ComplaintForwarding {
        note: forwarding.note,
        by_person_id: forwarding.by.to_string(),
        at: Some(timestamp(forwarding.at)),
    }
}

fn answer(answer: &ComplaintAnswer) -> pb::ComplaintAnswer {
    let (outcome, consequence) = outcome(answer.outcome);
    pb::ComplaintAnswer {
        outcome: outcome.into(),
        consequence: consequence.into(),
        no_consequence_reason: answer.no_consequence_reason.clone().unwrap_or_default(),
        document_number: answer.document.clone(),
        document_date: answer.dated.to_string(),
        text: answer.text.clone(),
        by_person_id: answer.by.to_string(),
        at: Some(timestamp(answer.at)),
    }
}

fn withdrawal(withdrawal: &Withdrawal) -> pb::ComplaintWithdrawal {
    pb::ComplaintWithdrawal {
        note: withdrawal.note.clone(),
        by_person_id: withdrawal.by.to_string(),
        at: Some(timestamp(withdrawal.at)),
    }
}

/// A complaint with what is known around it; who complained is masked.
pub(crate) fn seen_complaint(seen: SeenComplaint) -> pb::GetComplaintResponse {
    let complaint = Some(complaint(seen.shown));
    let Some(around) = seen.surroundings else {
        return pb::GetComplaintResponse { complaint, ..Default::default() };
    };
    let complainant = match around.complainant {
        None => pb::MaskedComplainant { anonymous: true, ..Default::default() },
        Some(masked) => pb::MaskedComplainant {
            anonymous: false,
            name: masked.name,
            phone: masked.phone,
            has_address: masked.has_address,
        },
    };
    pb::GetComplaintResponse {
        complaint,
        complainant: Some(complainant),
        open_count: count(around.counts.open),
        founded_count: count(around.counts.founded),
    }
}

/// Who complained, for those whose reading is recorded.
pub(crate) fn complainant(complainant: Complainant) -> pb::Complainant {
    pb::Complainant { full_name: complainant.full_name, phone: complainant.phone, address: complainant.address }
}

pub(crate) fn reading(reading: Reading) -> pb::ComplainantRead {
    pb::ComplainantRead {
        complaint_id: reading.subject.to_string(),
        person_id: reading.person.to_string(),
        at: Some(timestamp(reading.at)),
        operation: reading.operation,
        purpose: reading.purpose,
    }
}
