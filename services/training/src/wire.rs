//! Between training's values and the contract's messages; nothing else.

use std::collections::HashSet;

use chrono::NaiveDate;
use platform::fields::{Fields, etag};
use platform::ids::PersonId;
use platform::wire::timestamp;
use proto::training::v1 as pb;

use crate::domain::coverage::{Coverage, Untrained};
use crate::domain::curriculum::{Audience, Curriculum, Module};
use crate::domain::figures::TrainingCount;
use crate::domain::funding::{FundingLine, FundingSource};
use crate::domain::learner::{Learner, LearnerResult, OfficialLevel};
use crate::domain::plan::{Progress, Target, TrainingPlan};
use crate::domain::training_class::{ClassState, Trainer, TrainingClass, TrainingSession};
use crate::ops::{PlanWithProgress, Population};

pub(crate) use self::figures::{breakdown, coverage_page, read_optional_coverage_state, read_sex, standings};
pub(crate) use self::lists::{learner_list, list_row, read_optional_row_state};
pub(crate) use self::rolls::{check_in, completion, listed_roll, person_training, read_reissue_reason};

mod figures;
mod lists;
mod rolls;

/// A day that may be none.
pub(crate) fn optional_day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A number of things, as messages carry it.
pub(crate) fn count(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

// Curricula

const AUDIENCES: [(pb::Audience, Audience); 3] = [
    (pb::Audience::Officials, Audience::Officials),
    (pb::Audience::Leaders, Audience::Leaders),
    (pb::Audience::Workers, Audience::Workers),
];

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
        modules: curriculum.modules.into_iter().map(module).collect(),
        official_levels: curriculum.official_levels.into_iter().map(|level| official_level(level).into()).collect(),
        validity_months: curriculum.validity_months,
        rule_sets: curriculum.rule_sets,
        pass_percent: curriculum.pass_percent,
        version: curriculum.version,
        first_curriculum_id: curriculum.first.to_string(),
    }
}

fn module(module: Module) -> pb::CurriculumModule {
    pb::CurriculumModule { title: module.title, hours: module.hours }
}

// Money and trainers

/// Most đồng of a line: far more than any budget.
const MOST_DONG: i64 = 1_000_000_000_000_000;

const SOURCES: [(pb::FundingSource, FundingSource); 6] = [
    (pb::FundingSource::StateProgramme, FundingSource::StateProgramme),
    (pb::FundingSource::LocalBudget, FundingSource::LocalBudget),
    (pb::FundingSource::Extension, FundingSource::Extension),
    (pb::FundingSource::Participants, FundingSource::Participants),
    (pb::FundingSource::Aid, FundingSource::Aid),
    (pb::FundingSource::Other, FundingSource::Other),
];

/// Reads money by source, each source once.
pub(crate) fn read_funding(fields: &mut Fields, path: &str, given: &[pb::FundingLine]) -> Option<Vec<FundingLine>> {
    let mut seen = HashSet::new();
    fields.each(path, given, |fields, at, line| {
        let source: pb::FundingSource = fields.choice(&format!("{at}.source"), line.source)?;
        let source = SOURCES.into_iter().find(|(wire, _)| *wire == source)?.1;
        if !seen.insert(source) {
            fields.fault(at, "Nguồn này đã có ở trên.", "The source stands above already.");
            return None;
        }
        let planned_dong = read_dong(fields, &format!("{at}.planned_dong"), line.planned_dong);
        let spent_dong = read_dong(fields, &format!("{at}.spent_dong"), line.spent_dong);
        planned_dong.zip(spent_dong).map(|(planned_dong, spent_dong)| FundingLine { source, planned_dong, spent_dong })
    })
}

fn read_dong(fields: &mut Fields, path: &str, given: i64) -> Option<i64> {
    if (0..=MOST_DONG).contains(&given) {
        return Some(given);
    }
    fields.fault(path, "Số tiền từ 0 đến một triệu tỷ đồng.", "An amount is 0 to 10^15 đồng.");
    None
}

pub(crate) fn funding(lines: &[FundingLine]) -> Vec<pb::FundingLine> {
    let source = |source| SOURCES.into_iter().find(|(_, own)| *own == source).expect("all are in the contract").0;
    let line = |line: &FundingLine| pb::FundingLine {
        source: source(line.source).into(),
        planned_dong: line.planned_dong,
        spent_dong: line.spent_dong,
    };
    lines.iter().map(line).collect()
}

/// Reads who teaches.
pub(crate) fn read_trainers(fields: &mut Fields, path: &str, given: &[pb::Trainer]) -> Option<Vec<Trainer>> {
    let given = fields.list(path, given.to_vec(), 0..=20)?;
    fields.each(path, &given, |fields, at, trainer| {
        let full_name = fields.line(&format!("{at}.full_name"), &trainer.full_name, 100);
        let organisation = fields.optional_line(&format!("{at}.organisation"), &trainer.organisation, 200);
        let person: Option<Option<PersonId>> = fields.optional_id(&format!("{at}.person_id"), &trainer.person_id);
        let (full_name, (organisation, person)) = full_name.zip(organisation.zip(person))?;
        let person = person.map(|person| person.to_string()).unwrap_or_default();
        Some(Trainer { full_name, organisation, person })
    })
}

fn trainer(trainer: Trainer) -> pb::Trainer {
    pb::Trainer { full_name: trainer.full_name, organisation: trainer.organisation, person_id: trainer.person }
}

// Plans

pub(crate) fn target(target: &Target) -> pb::TrainingTarget {
    pb::TrainingTarget {
        audience: audience(target.audience).into(),
        official_level: target.level.map_or(pb::OfficialLevel::Unspecified, official_level).into(),
        people: target.people,
        attendances: target.attendances,
        classes: target.classes,
    }
}

pub(crate) fn training_plan(plan: TrainingPlan) -> pb::TrainingPlan {
    pb::TrainingPlan {
        id: plan.id.to_string(),
        unit_id: plan.unit.to_string(),
        year: plan.year,
        targets: plan.targets.iter().map(target).collect(),
        funding: funding(&plan.funding),
        note: plan.note,
        etag: etag(plan.version),
        created_at: Some(timestamp(plan.created_at)),
    }
}

pub(crate) fn plan_with_progress(found: PlanWithProgress) -> pb::GetTrainingPlanResponse {
    let progress = |progress: &Progress| pb::TargetProgress {
        people: count(progress.people),
        attendances: count(progress.attendances),
        classes: count(progress.classes),
    };
    pb::GetTrainingPlanResponse {
        progress: found.progress.iter().map(progress).collect(),
        class_funding: funding(&found.funding),
        training_plan: Some(training_plan(found.plan)),
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
        trainers: class.trainers.into_iter().map(trainer).collect(),
        funding: funding(&class.funding),
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
    let standing = learner.standing;
    let result = match learner.result {
        LearnerResult::Pending => pb::LearnerResult::Pending,
        LearnerResult::Completed => pb::LearnerResult::Completed,
        LearnerResult::NotCompleted => pb::LearnerResult::NotCompleted,
    };
    pb::Learner {
        training_class_id: learner.class.to_string(),
        person_id: learner.person.to_string(),
        producer_id: standing.producer().map(|producer| producer.to_string()).unwrap_or_default(),
        official_level: standing.level().map_or(pb::OfficialLevel::Unspecified, official_level).into(),
        unit_id: learner.unit.to_string(),
        attended_sessions: learner.attended,
        result: result.into(),
        sample: learner.sample,
        worker: standing.is_worker(),
        assessment_percent: learner.assessment,
        valid_until: optional_day(learner.valid_until),
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
        pb::Population::OfficialsInOffice => Some(Population::OfficialsInOffice),
        pb::Population::CouncilMembers => {
            fields.fault(path, "Hội đồng: dùng ListCoverage.", "For a council use ListCoverage.");
            None
        }
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
        producer_id: untrained.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        unit_id: untrained.unit.to_string(),
    }
}
