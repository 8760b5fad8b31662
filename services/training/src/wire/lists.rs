//! Lists of learners, as messages.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::training::v1 as pb;

use super::{count, official_level};
use crate::domain::learner_list::{ListRow, ListedPerson, RowState};
use crate::ops::ListWithCounts;

const STATES: [(pb::LearnerRowState, RowState); 6] = [
    (pb::LearnerRowState::Matched, RowState::Matched),
    (pb::LearnerRowState::Ambiguous, RowState::Ambiguous),
    (pb::LearnerRowState::Unmatched, RowState::Unmatched),
    (pb::LearnerRowState::Double, RowState::Double),
    (pb::LearnerRowState::Skipped, RowState::Skipped),
    (pb::LearnerRowState::Applied, RowState::Applied),
];

fn state(state: RowState) -> pb::LearnerRowState {
    STATES.into_iter().find(|(_, own)| *own == state).expect("all states are in the contract").0
}

/// Reads a state of a filter.
pub(crate) fn read_optional_row_state(fields: &mut Fields, path: &str, given: i32) -> Option<Option<RowState>> {
    let state: Option<pb::LearnerRowState> = fields.optional_choice(path, given)?;
    Some(state.and_then(|state| STATES.into_iter().find(|(wire, _)| *wire == state)).map(|(_, own)| own))
}

pub(crate) fn learner_list((list, counts): ListWithCounts) -> pb::LearnerList {
    let counted = |(one, rows): (RowState, usize)| pb::LearnerRowCount { state: state(one).into(), count: count(rows) };
    pb::LearnerList {
        id: list.id.to_string(),
        training_class_id: list.class.to_string(),
        session_number: list.session_number,
        applied: list.applied,
        counts: counts.into_iter().map(counted).collect(),
        etag: etag(list.version),
        created_at: Some(timestamp(list.created_at)),
    }
}

pub(crate) fn list_row(row: ListRow) -> pb::LearnerListRow {
    pb::LearnerListRow {
        line: row.sheet.line,
        full_name: row.sheet.full_name,
        place: row.sheet.place,
        state: state(row.state).into(),
        person_id: row.person.map(|person| person.to_string()).unwrap_or_default(),
        candidates: row.candidates.into_iter().map(candidate).collect(),
        present: row.sheet.present,
    }
}

fn candidate(listed: ListedPerson) -> pb::LearnerCandidate {
    pb::LearnerCandidate {
        person_id: listed.person,
        producer_id: listed.producer,
        official_level: listed.level.map_or(pb::OfficialLevel::Unspecified, official_level).into(),
        unit_id: listed.unit,
    }
}
