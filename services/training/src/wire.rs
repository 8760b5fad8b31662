//! Between training's values and the contract's messages; nothing else.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::training::v1 as pb;

use crate::domain::coverage::{Coverage, Untrained};
use crate::domain::curriculum::{Audience, Curriculum};
use crate::domain::figures::TrainingCount;
use crate::domain::learner::{Learner, LearnerResult, OfficialLevel, Standing};
use crate::domain::training_class::{ClassState, TrainingClass, TrainingSession};
use crate::ops::Population;

/// A number of things, as messages carry it.
pub(crate) fn count(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

// Curricula

const AUDIENCES: [(pb::Audience, Audience); 2] =
    [(pb::Audience::Officials, Audience::Officials), (pb::Audience::Leaders, Audience::Leaders)];

pub(crate) fn audience(audience: Audience) -> pb::Audience {
    AUDIENCES.into_iter().find(|(_, own)| *own == audience).expect("all audiences are in the contract").0
}

/// Reads an audience that must be given.
pub(crate) fn read_audience(fields: &mut Fields, path: &str, given: i32) -> Option<Audience> {
    let audience: pb::Audience = fields.choice(path, given)?;
    AUDIENCES.into_iter().find(|(wire, _)| *wire == audience).map(|(_, own)| own)
}

/// Reads an audience of a filter.
pub(crate) fn read_optional_audience(fields: &mut Fields, path: &str, given: i32) -> Option<Option<Audience>> {
    if given == 0 { Some(None) } else { read_audience(fields, path, given).map(Some) }
}

pub(crate) fn curriculum(curriculum: Curriculum) -> pb::Curriculum {
    pb::Curriculum {
        id: curriculum.id.to_string(),
        title: curriculum.title,
        audience: audience(curriculum.audience).into(),
        hours: curriculum.hours,
        min_attendance_percent: curriculum.min_attendance_percent,
        created_at: Some(timestamp(curriculum.created_at)),
    }
}

// Classes

/// Reads a state of a filter, by its stored name.
pub(crate) fn read_optional_class_state(fields: &mut Fields, given: i32) -> Option<Option<&'static str>> {
    let state: Option<pb::TrainingClassState> = fields.optional_choice("state", given)?;
    Some(state.and_then(|state| match state {
        pb::TrainingClassState::Unspecified => None,
        pb::TrainingClassState::Open => Some("open"),
        pb::TrainingClassState::Completed => Some("completed"),
    }))
}

fn class_state(state: ClassState) -> pb::TrainingClassState {
    match state {
        ClassState::Open => pb::TrainingClassState::Open,
        ClassState::Completed { .. } => pb::TrainingClassState::Completed,
    }
}

pub(crate) fn training_class(class: TrainingClass) -> pb::TrainingClass {
    pb::TrainingClass {
        id: class.id.to_string(),
        curriculum_id: class.curriculum.to_string(),
        unit_id: class.unit.to_string(),
        place: class.place,
        sessions: class.sessions.iter().map(training_session).collect(),
        planned_participants: class.planned_participants,
        state: class_state(class.state).into(),
        etag: etag(class.version),
        created_at: Some(timestamp(class.created_at)),
        sample: class.sample,
    }
}

fn training_session(session: &TrainingSession) -> pb::TrainingSession {
    pb::TrainingSession { number: session.number, date: session.date.to_string(), hours: session.hours }
}

// Learners

const LEVELS: [(pb::OfficialLevel, OfficialLevel); 4] = [
    (pb::OfficialLevel::Commune, OfficialLevel::Commune),
    (pb::OfficialLevel::District, OfficialLevel::District),
    (pb::OfficialLevel::Province, OfficialLevel::Province),
    (pb::OfficialLevel::Ministry, OfficialLevel::Ministry),
];

pub(crate) fn official_level(level: OfficialLevel) -> pb::OfficialLevel {
    LEVELS.into_iter().find(|(_, own)| *own == level).expect("all levels are in the contract").0
}

pub(crate) fn read_official_level(fields: &mut Fields, path: &str, given: i32) -> Option<OfficialLevel> {
    let level: pb::OfficialLevel = fields.choice(path, given)?;
    LEVELS.into_iter().find(|(wire, _)| *wire == level).map(|(_, own)| own)
}

pub(crate) fn learner(learner: Learner) -> pb::Learner {
    let (producer_id, level) = match learner.standing {
        Standing::Leader { producer } => (producer.to_string(), pb::OfficialLevel::Unspecified),
        Standing::Official { level } => (String::new(), official_level(level)),
    };
    let result = match learner.result {
        LearnerResult::Pending => pb::LearnerResult::Pending,
        LearnerResult::Completed => pb::LearnerResult::Completed,
        LearnerResult::NotCompleted => pb::LearnerResult::NotCompleted,
    };
    pb::Learner {
        training_class_id: learner.class.to_string(),
        person_id: learner.person.to_string(),
        producer_id,
        official_level: level.into(),
        unit_id: learner.unit.to_string(),
        attended_sessions: learner.attended,
        result: result.into(),
        sample: learner.sample,
    }
}

// Figures

pub(crate) fn training_count(counted: TrainingCount) -> pb::CountTrainingResponse {
    let by_level = counted.by_level.into_iter().map(|(level, figures)| pb::LevelCount {
        official_level: official_level(level).into(),
        people_count: count(figures.people),
        attendance_count: count(figures.attendances),
    });
    pb::CountTrainingResponse {
        people_count: count(counted.all.people),
        attendance_count: count(counted.all.attendances),
        by_official_level: by_level.collect(),
    }
}

pub(crate) fn read_population(fields: &mut Fields, path: &str, given: i32) -> Option<Population> {
    let population: pb::Population = fields.choice(path, given)?;
    match population {
        pb::Population::LeadersOfOcopProducers => Some(Population::LeadersOfOcopProducers),
        pb::Population::Unspecified => None,
    }
}

pub(crate) fn coverage(coverage: Coverage) -> pb::GetCoverageResponse {
    pb::GetCoverageResponse {
        population_count: count(coverage.population),
        trained_count: count(coverage.trained),
        missing: coverage.missing.into_iter().map(untrained).collect(),
    }
}

fn untrained(untrained: Untrained) -> pb::UntrainedPerson {
    pb::UntrainedPerson {
        person_id: untrained.person.to_string(),
        producer_id: untrained.producer.to_string(),
        unit_id: untrained.unit.to_string(),
    }
}
