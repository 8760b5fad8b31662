//! The ministry's requests to redo, between values and messages.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use crate::domain::redo::{RedoDemand, RedoState};
use crate::ops::RedoRequestOnDay;

pub(crate) fn demand(demand: RedoDemand) -> pb::RedoDemand {
    match demand {
        RedoDemand::Reassess => pb::RedoDemand::Reassess,
        RedoDemand::Withdraw => pb::RedoDemand::Withdraw,
    }
}

pub(crate) fn read_demand(fields: &mut Fields, given: i32) -> Option<RedoDemand> {
    match fields.choice("demand", given)? {
        pb::RedoDemand::Reassess => Some(RedoDemand::Reassess),
        pb::RedoDemand::Withdraw => Some(RedoDemand::Withdraw),
        pb::RedoDemand::Unspecified => None,
    }
}

fn state(state: RedoState) -> pb::RedoState {
    match state {
        RedoState::Open => pb::RedoState::Open,
        RedoState::Reported => pb::RedoState::Reported,
        RedoState::Closed => pb::RedoState::Closed,
    }
}

pub(crate) fn read_optional_state(fields: &mut Fields, given: i32) -> Option<Option<RedoState>> {
    let state: Option<pb::RedoState> = fields.optional_choice("state", given)?;
    Some(state.and_then(|state| match state {
        pb::RedoState::Open => Some(RedoState::Open),
        pb::RedoState::Reported => Some(RedoState::Reported),
        pb::RedoState::Closed => Some(RedoState::Closed),
        pb::RedoState::Unspecified => None,
    }))
}

pub(crate) fn request((request, day): RedoRequestOnDay) -> pb::RedoRequest {
    let overdue = request.is_overdue(day);
    let state = state(request.state());
    let (report, closing) = (request.report, request.closing);
    pb::RedoRequest {
        id: request.id.to_string(),
        dossier_id: request.dossier.to_string(),
        certificate_id: request.certificate.map(|id| id.to_string()).unwrap_or_default(),
        unit_id: request.unit.to_string(),
        demand: demand(request.demand).into(),
        state: state.into(),
        document: request.document.reference,
        document_date: request.document.date.to_string(),
        reasons: request.reasons,
        requested_by_person_id: request.requested.by.to_string(),
        requested_at: Some(timestamp(request.requested.at)),
        due_on: request.due_on.to_string(),
        overdue,
        taken_up: request.taken_up,
        reported_by_person_id: report.as_ref().map(|said| said.signed.by.to_string()).unwrap_or_default(),
        reported_at: report.as_ref().map(|said| timestamp(said.signed.at)),
        report: report.map(|said| said.text).unwrap_or_default(),
        closed_by_person_id: closing.as_ref().map(|said| said.signed.by.to_string()).unwrap_or_default(),
        closed_at: closing.as_ref().map(|said| timestamp(said.signed.at)),
        closing: closing.map(|said| said.text).unwrap_or_default(),
        etag: etag(request.version),
    }
}
