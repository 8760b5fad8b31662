//! Figures in detail and coverage by name, as messages.

use platform::fields::Fields;
use proto::training::v1 as pb;

use super::{count, official_level, optional_day};
use crate::domain::breakdown::{Breakdown, Cell, Sex};
use crate::domain::coverage::{CoverageState, Covered};
use crate::ops::{CoveragePage, Standing};

const STATES: [(pb::CoverageState, CoverageState); 4] = [
    (pb::CoverageState::Trained, CoverageState::Trained),
    (pb::CoverageState::Missing, CoverageState::Missing),
    (pb::CoverageState::Reopened, CoverageState::Reopened),
    (pb::CoverageState::Expired, CoverageState::Expired),
];

/// Reads a state of a filter.
pub(crate) fn read_optional_coverage_state(
    fields: &mut Fields,
    path: &str,
    given: i32,
) -> Option<Option<CoverageState>> {
    let state: Option<pb::CoverageState> = fields.optional_choice(path, given)?;
    Some(state.and_then(|state| STATES.into_iter().find(|(wire, _)| *wire == state)).map(|(_, own)| own))
}

/// Reads a sex that may be left out.
pub(crate) fn read_sex(fields: &mut Fields, path: &str, given: i32) -> Option<Option<Sex>> {
    let sex: Option<pb::LearnerSex> = fields.optional_choice(path, given)?;
    Some(sex.and_then(|sex| match sex {
        pb::LearnerSex::Unspecified => None,
        pb::LearnerSex::Female => Some(Sex::Female),
        pb::LearnerSex::Male => Some(Sex::Male),
    }))
}

fn cell(cell: Cell) -> pb::FigureCell {
    pb::FigureCell { key: cell.key, people_count: count(cell.people), attendance_count: count(cell.attendances) }
}

fn cells(cells: Vec<Cell>) -> Vec<pb::FigureCell> {
    cells.into_iter().map(cell).collect()
}

pub(crate) fn breakdown(figures: Breakdown) -> pb::BreakDownTrainingResponse {
    pb::BreakDownTrainingResponse {
        all: Some(cell(figures.all)),
        by_audience: cells(figures.by_audience),
        by_level: cells(figures.by_level),
        by_sex: cells(figures.by_sex),
        by_ethnic_group: cells(figures.by_ethnic_group),
        by_ethnicity: cells(figures.by_ethnicity),
        by_unit: cells(figures.by_unit),
        by_producer_kind: cells(figures.by_producer_kind),
    }
}

pub(crate) fn coverage_page(mut given: CoveragePage) -> pb::ListCoverageResponse {
    let in_state = |state| count(given.all.iter().filter(|one| **one == state).count());
    pb::ListCoverageResponse {
        population_count: count(given.all.len()),
        trained_count: in_state(CoverageState::Trained),
        reopened_count: in_state(CoverageState::Reopened),
        expired_count: in_state(CoverageState::Expired),
        persons: given
            .page
            .rows
            .into_iter()
            .map(|covered| {
                let name = given.names.remove(&covered.candidate.person).unwrap_or_default();
                covered_person(covered, name)
            })
            .collect(),
        next_page_token: given.page.next_page_token,
    }
}

fn covered_person(covered: Covered, full_name: String) -> pb::CoveredPerson {
    let candidate = covered.candidate;
    let state = STATES.into_iter().find(|(_, own)| *own == covered.state).expect("all are in the contract").0;
    let previous = candidate.predecessor.filter(|_| covered.state == CoverageState::Reopened);
    pb::CoveredPerson {
        person_id: candidate.person.to_string(),
        state: state.into(),
        producer_id: candidate.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        official_level: candidate.level.map_or(pb::OfficialLevel::Unspecified, official_level).into(),
        unit_id: candidate.unit.to_string(),
        since: optional_day(candidate.since),
        valid_until: optional_day(covered.until),
        previous_person_id: previous.map(|previous| previous.to_string()).unwrap_or_default(),
        full_name,
    }
}

pub(crate) fn standings(given: Vec<Standing>) -> pb::BatchGetTrainingStandingResponse {
    let standing = |standing: Standing| pb::TrainingStanding {
        person_id: standing.person.to_string(),
        valid: standing.completed.is_some_and(|(_, counts)| counts),
        valid_until: optional_day(standing.completed.and_then(|(completed, _)| completed.until)),
        completed_on: optional_day(standing.completed.map(|(completed, _)| completed.on)),
    };
    pb::BatchGetTrainingStandingResponse { standings: given.into_iter().map(standing).collect() }
}
