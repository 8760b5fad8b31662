//! Learners: persons enrolled in a class.

use std::fmt;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::producer::ProducerId;
use super::training_class::TrainingClassId;

platform::id_type! {
    /// Identity of an enrolment.
    LearnerId
}

/// Level an official works at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficialLevel {
    /// Commune.
    Commune,
    /// District; until 2025-06-30.
    District,
    /// Province.
    Province,
    /// Ministry.
    Ministry,
}

impl OfficialLevel {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Commune, "commune"),
        (Self::District, "district"),
        (Self::Province, "province"),
        (Self::Ministry, "ministry"),
    ];

    /// Its name in the database and in texts.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(level, _)| *level == self).expect("all levels have a name").1
    }

    /// The level of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(level, _)| level)
    }
}

impl fmt::Display for OfficialLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a learner is enrolled as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The leader of a producer.
    Leader { producer: ProducerId },
    /// An official of a level.
    Official { level: OfficialLevel },
    /// A worker of a producer.
    Worker { producer: ProducerId },
}

impl Standing {
    /// The producer she leads or works for.
    pub(crate) fn producer(self) -> Option<ProducerId> {
        match self {
            Self::Leader { producer } | Self::Worker { producer } => Some(producer),
            Self::Official { .. } => None,
        }
    }

    /// Level of an official.
    pub(crate) fn level(self) -> Option<OfficialLevel> {
        match self {
            Self::Official { level } => Some(level),
            Self::Leader { .. } | Self::Worker { .. } => None,
        }
    }

    /// True for a worker.
    pub(crate) fn is_worker(self) -> bool {
        matches!(self, Self::Worker { .. })
    }
}

/// What came of an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LearnerResult {
    /// The class is not over.
    Pending,
    /// Attended enough.
    Completed,
    /// Attended too little.
    NotCompleted,
}

impl LearnerResult {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Pending, "pending"), (Self::Completed, "completed"), (Self::NotCompleted, "not_completed")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(result, _)| *result == self).expect("all results have a name").1
    }

    /// The result of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(result, _)| result)
    }
}

/// A person enrolled in a class. Standing and unit stay as they were when she enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Learner {
    pub(crate) id: LearnerId,
    pub(crate) class: TrainingClassId,
    pub(crate) person: PersonId,
    pub(crate) standing: Standing,
    pub(crate) unit: UnitId,
    /// Kind of the producer, as it was then; none for an official, and where it was not told.
    pub(crate) producer_kind: Option<String>,
    /// The class or the producer is made up for a demonstration.
    pub(crate) sample: bool,
    /// Numbers of the sessions she attended, ascending.
    pub(crate) attended: Vec<i32>,
    /// Result of the assessment in percent.
    pub(crate) assessment: Option<i32>,
    pub(crate) result: LearnerResult,
    /// Last day on which having completed it counts; none if it counts for ever, or was not completed.
    pub(crate) valid_until: Option<NaiveDate>,
    pub(crate) enrolled_at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_and_result_is_found_by_its_name() {
        for (level, name) in OfficialLevel::ALL {
            assert_eq!((level.name(), OfficialLevel::named(name)), (name, Some(level)));
        }
        for (result, name) in LearnerResult::ALL {
            assert_eq!((result.name(), LearnerResult::named(name)), (name, Some(result)));
        }
        assert_eq!((OfficialLevel::named("village"), LearnerResult::named("passed")), (None, None));
    }
}
