//! A class's way from plan to results.
//!
//! A class is open until it is completed. While it is open learners are enrolled and rolls are kept; completing
//! it makes each learner's result, and from then on nothing of it changes.

use std::fmt;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::completion::valid_until;
use super::curriculum::{Curriculum, CurriculumId};
use super::funding::FundingLine;
use super::learner::{Learner, LearnerResult};
use crate::error::Error;

platform::id_type! {
    /// Identity of a class.
    TrainingClassId
}

platform::id_type! {
    /// Identity of a session.
    TrainingSessionId
}

/// A session of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrainingSession {
    pub(crate) id: TrainingSessionId,
    /// Number within the class, from 1.
    pub(crate) number: i32,
    pub(crate) date: NaiveDate,
    pub(crate) hours: i32,
    /// The roll in force; none while none was recorded.
    pub(crate) roll: Option<Roll>,
}

/// That a roll was recorded: by whom, when, and the how manyeth of its session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Roll {
    pub(crate) version: i64,
    pub(crate) recorded_by: PersonId,
    pub(crate) recorded_at: Moment,
}

/// How a roll came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RollMeans {
    /// Somebody recorded the whole roll.
    Called,
    /// Some persons of the roll before were corrected.
    Corrected,
    /// Learners checked in with a code.
    CheckedIn,
    /// A sheet was imported.
    Imported,
}

impl RollMeans {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Called, "called"),
        (Self::Corrected, "corrected"),
        (Self::CheckedIn, "checked_in"),
        (Self::Imported, "imported"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(means, _)| *means == self).expect("all means have a name").1
    }

    /// The means of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(means, _)| means)
    }
}

/// Who teaches in a class.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Trainer {
    pub(crate) full_name: String,
    pub(crate) organisation: String,
    /// Empty if she is not known as a person.
    pub(crate) person: String,
}

/// Where a class stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClassState {
    /// Learners are enrolled, rolls are kept.
    Open,
    /// Results stand; it ended with its last session on this day.
    Completed { on: NaiveDate },
}

impl ClassState {
    /// Its name in the database and in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Completed { .. } => "completed",
        }
    }
}

/// What can be done with a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Enrolling a learner.
    EnrolLearner,
    /// Recording a roll.
    RecordAttendance,
    /// Changing place, trainers or plan.
    UpdateTrainingClass,
    /// Recording results of the assessment.
    RecordAssessments,
    /// Opening the check-in of a session.
    OpenCheckIn,
    /// Completing it.
    CompleteTrainingClass,
}

impl Action {
    #[cfg(test)]
    const ALL: [Self; 6] = [
        Self::EnrolLearner,
        Self::RecordAttendance,
        Self::UpdateTrainingClass,
        Self::RecordAssessments,
        Self::OpenCheckIn,
        Self::CompleteTrainingClass,
    ];
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::EnrolLearner => "EnrolLearner",
            Self::RecordAttendance => "RecordAttendance",
            Self::UpdateTrainingClass => "UpdateTrainingClass",
            Self::RecordAssessments => "RecordAssessments",
            Self::OpenCheckIn => "OpenCheckIn",
            Self::CompleteTrainingClass => "CompleteTrainingClass",
        };
        formatter.write_str(name)
    }
}

/// A class that teaches a curriculum in sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrainingClass {
    pub(crate) id: TrainingClassId,
    pub(crate) curriculum: CurriculumId,
    /// Unit that holds it: the country, a province or a commune.
    pub(crate) unit: UnitId,
    /// Province of the unit, for lists; the country for a class of the country.
    pub(crate) province: UnitId,
    pub(crate) place: String,
    /// Sessions in order of their numbers; at least one.
    pub(crate) sessions: Vec<TrainingSession>,
    pub(crate) planned_participants: i32,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
    pub(crate) trainers: Vec<Trainer>,
    pub(crate) funding: Vec<FundingLine>,
    pub(crate) state: ClassState,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl TrainingClass {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// Refuses once the class is completed.
    pub(crate) fn must_be_open(&self, action: Action) -> Result<(), Error> {
        match self.state {
            ClassState::Open => Ok(()),
            ClassState::Completed { .. } => {
                Err(Error::ClassStateWrong { class: self.id, state: self.state.name(), action })
            }
        }
    }

    /// The session of a number with a new roll, which stands in place of an earlier one.
    pub(crate) fn call_roll(
        &self,
        number: i32,
        recorded_by: PersonId,
        today: NaiveDate,
        now: Moment,
    ) -> Result<TrainingSession, Error> {
        self.must_be_open(Action::RecordAttendance)?;
        let session = self.session(number)?;
        session.must_be_held(today, "session_number")?;
        let version = session.roll.map_or(1, |roll| roll.version + 1);
        Ok(TrainingSession { roll: Some(Roll { version, recorded_by, recorded_at: now }), ..session.clone() })
    }

    /// The session of a number.
    pub(crate) fn session(&self, number: i32) -> Result<&TrainingSession, Error> {
        let no_such_session = || Error::NoSuchSession { class: self.id, number, sessions: self.sessions.len() };
        self.sessions.iter().find(|session| session.number == number).ok_or_else(no_such_session)
    }

    /// The class with other values; what is to be changed was asked for.
    pub(crate) fn changed(self, now: Moment) -> Self {
        Self { version: self.version + 1, updated_at: now, ..self }
    }

    /// The class is over: each learner's result follows from the hours she attended.
    pub(crate) fn complete(
        self,
        curriculum: &Curriculum,
        learners: Vec<Learner>,
        today: NaiveDate,
        now: Moment,
    ) -> Result<(Self, Vec<Learner>), Error> {
        self.must_be_open(Action::CompleteTrainingClass)?;
        self.sessions.iter().try_for_each(|session| session.must_be_held(today, "training_class_id"))?;
        let class_hours = self.hours_of(|_| true);
        let on = self.last_day();
        let counts_until = valid_until(on, curriculum.validity_months);
        let learners = learners.into_iter().map(|learner| {
            let attended_hours = self.hours_of(|session| learner.attended.contains(&session.number));
            if curriculum.is_completed_by(attended_hours, class_hours, learner.assessment) {
                Learner { result: LearnerResult::Completed, valid_until: counts_until, ..learner }
            } else {
                Learner { result: LearnerResult::NotCompleted, ..learner }
            }
        });
        let learners = learners.collect();
        let state = ClassState::Completed { on };
        Ok((Self { state, version: self.version + 1, updated_at: now, ..self }, learners))
    }

    fn hours_of(&self, counts: impl Fn(&TrainingSession) -> bool) -> i32 {
        self.sessions.iter().filter(|session| counts(session)).map(|session| session.hours).sum()
    }

    /// Day of the last session.
    pub(crate) fn last_day(&self) -> NaiveDate {
        self.sessions.iter().map(|session| session.date).max().expect("a class has at least one session")
    }
}

impl TrainingSession {
    fn must_be_held(&self, today: NaiveDate, path: &'static str) -> Result<(), Error> {
        if self.date <= today {
            return Ok(());
        }
        Err(Error::SessionNotHeld { number: self.number, date: self.date, today, path })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use chrono::DateTime;
    use platform::error::{Error as Platform, ErrorReason};
    use platform::ids::RawId;

    use super::*;
    use crate::domain::curriculum::Audience;
    use crate::domain::learner::{OfficialLevel, Standing};

    const NOW: Moment = DateTime::UNIX_EPOCH;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn person(number: u128) -> PersonId {
        RawId::from_u128(number).into()
    }

    /// Sessions of 4, 4 and 2 hours on three days.
    fn class() -> TrainingClass {
        let session = |(number, (date, hours)): (i32, (&str, i32))| TrainingSession {
            id: RawId::from_u128(u128::try_from(number).expect("positive")).into(),
            number,
            date: day(date),
            hours,
            roll: None,
        };
        TrainingClass {
            id: RawId::nil().into(),
            curriculum: RawId::nil().into(),
            unit: "2025:11".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            place: "Hội trường".to_owned(),
            sessions: (1..).zip([("2026-11-20", 4), ("2026-11-21", 4), ("2026-11-23", 2)]).map(session).collect(),
            planned_participants: 30,
            sample: false,
            trainers: Vec::new(),
            funding: Vec::new(),
            state: ClassState::Open,
            version: 1,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    fn curriculum(min_attendance_percent: i32) -> Curriculum {
        Curriculum {
            id: RawId::nil().into(),
            title: "Quản lý chương trình".to_owned(),
            audience: Audience::Officials,
            hours: 10,
            min_attendance_percent,
            modules: Vec::new(),
            official_levels: Vec::new(),
            validity_months: 24,
            rule_sets: Vec::new(),
            pass_percent: 0,
            version: 1,
            first: RawId::nil().into(),
            created_at: NOW,
        }
    }

    fn learner(number: u128, attended: &[i32]) -> Learner {
        Learner {
            id: RawId::from_u128(number).into(),
            class: RawId::nil().into(),
            person: person(number),
            standing: Standing::Official { level: OfficialLevel::Commune },
            unit: "2025:03127".parse().expect("a unit"),
            producer_kind: None,
            sample: false,
            attended: attended.to_vec(),
            assessment: None,
            result: LearnerResult::Pending,
            valid_until: None,
            enrolled_at: NOW,
        }
    }

    fn reason<T>(outcome: Result<T, Error>) -> Option<ErrorReason> {
        outcome.err().map(|error| Platform::from(error).reason())
    }

    #[test]
    fn results_follow_from_the_hours_attended() {
        let learners = vec![learner(1, &[1, 2]), learner(2, &[1, 3]), learner(3, &[]), learner(4, &[1, 2, 3])];
        let (class, learners) =
            class().complete(&curriculum(80), learners, day("2026-11-23"), NOW).expect("all sessions were held");
        let results: Vec<_> = learners.iter().map(|learner| learner.result).collect();
        use LearnerResult::{Completed, NotCompleted};
        assert_eq!(results, [Completed, NotCompleted, NotCompleted, Completed]);
        assert_eq!((class.state, class.version), (ClassState::Completed { on: day("2026-11-23") }, 2));
        let until: Vec<_> = learners.iter().map(|learner| learner.valid_until).collect();
        assert_eq!(until, [Some(day("2028-11-22")), None, None, Some(day("2028-11-22"))]);
    }

    #[test]
    fn a_class_is_completed_once_all_its_sessions_were_held() {
        let early = class().complete(&curriculum(80), Vec::new(), day("2026-11-22"), NOW);
        assert_eq!(reason(early), Some(ErrorReason::TrainingSessionNotHeld));
        let (completed, _) =
            class().complete(&curriculum(80), Vec::new(), day("2026-11-23"), NOW).expect("all sessions were held");
        let again = completed.complete(&curriculum(80), Vec::new(), day("2026-11-23"), NOW);
        assert_eq!(reason(again), Some(ErrorReason::TrainingClassStateWrong));
    }

    /// What an action makes of a state: the name of the state it leads to, or the refusal's reason.
    fn outcome(class: &TrainingClass, action: Action) -> String {
        let today = day("2026-11-23");
        let done = match action {
            Action::EnrolLearner | Action::UpdateTrainingClass | Action::RecordAssessments | Action::OpenCheckIn => {
                class.must_be_open(action).map(|()| class.state)
            }
            Action::RecordAttendance => class.call_roll(1, person(9), today, NOW).map(|_| class.state),
            Action::CompleteTrainingClass => {
                class.clone().complete(&curriculum(80), Vec::new(), today, NOW).map(|(class, _)| class.state)
            }
        };
        match done {
            Ok(state) => format!("→ {}", state.name()),
            Err(error) => {
                let refusal = Platform::from(error);
                format!("× {}", platform::error::reason_name(refusal.reason()).to_lowercase())
            }
        }
    }

    /// The whole table of states and actions, reviewed by eye.
    #[test]
    fn every_state_answers_every_action_as_the_table_says() {
        let completed = TrainingClass { state: ClassState::Completed { on: day("2026-11-23") }, ..class() };
        let mut table = String::from("States of a class, and what each action makes of them.\n");
        for class in [class(), completed] {
            let _ = write!(table, "\n{}\n", class.state.name());
            for action in Action::ALL {
                let _ = writeln!(table, "  {:<24}{}", action.to_string(), outcome(&class, action));
            }
        }
        testkit::golden(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/class-states.txt"), &table);
    }

    #[test]
    fn a_roll_is_called_on_the_day_of_its_session_or_later() {
        let call = |number, today: &str| class().call_roll(number, person(9), day(today), NOW);
        assert_eq!(reason(call(2, "2026-11-20")), Some(ErrorReason::TrainingSessionNotHeld));
        assert_eq!(reason(call(4, "2026-11-23")), Some(ErrorReason::TrainingSessionNotFound));
        assert_eq!(reason(call(0, "2026-11-23")), Some(ErrorReason::TrainingSessionNotFound));
        let session = call(2, "2026-11-21").expect("held today");
        assert_eq!(session.roll, Some(Roll { version: 1, recorded_by: person(9), recorded_at: NOW }));
    }

    #[test]
    fn a_further_roll_stands_in_place_of_the_one_before() {
        let mut class = class();
        class.sessions[0] = class.call_roll(1, person(8), day("2026-11-23"), NOW).expect("held");
        let corrected = class.call_roll(1, person(9), day("2026-11-23"), NOW).expect("held");
        assert_eq!(corrected.roll, Some(Roll { version: 2, recorded_by: person(9), recorded_at: NOW }));
        let (completed, _) =
            class.complete(&curriculum(80), Vec::new(), day("2026-11-23"), NOW).expect("all sessions were held");
        let late = completed.call_roll(1, person(9), day("2026-11-23"), NOW);
        assert_eq!(reason(late), Some(ErrorReason::TrainingClassStateWrong));
    }
}
