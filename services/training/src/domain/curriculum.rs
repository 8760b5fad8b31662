//! What is taught, for whom. A version of a curriculum is recorded once and never changes.

use platform::clock::Moment;
use serde::{Deserialize, Serialize};

use super::learner::{OfficialLevel, Standing};
use crate::error::Error;

platform::id_type! {
    /// Identity of a curriculum.
    CurriculumId
}

/// Whom a curriculum is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Audience {
    /// Officials who manage the programme.
    Officials,
    /// Leaders of enterprises, cooperatives and registered households.
    Leaders,
    /// Workers of producers.
    Workers,
}

impl Audience {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Officials, "officials"), (Self::Leaders, "leaders"), (Self::Workers, "workers")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(audience, _)| *audience == self).expect("all audiences have a name").1
    }

    /// The audience of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(audience, _)| audience)
    }
}

/// A part of a curriculum.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Module {
    pub(crate) title: String,
    pub(crate) hours: i32,
}

/// A version of a curriculum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Curriculum {
    pub(crate) id: CurriculumId,
    pub(crate) title: String,
    pub(crate) audience: Audience,
    pub(crate) hours: i32,
    /// Least share of a class's hours that completes it, 1 to 100.
    pub(crate) min_attendance_percent: i32,
    /// In order; empty if it is not divided.
    pub(crate) modules: Vec<Module>,
    /// Officials of these levels; of all levels if empty.
    pub(crate) official_levels: Vec<OfficialLevel>,
    /// For how long having completed it counts; 0 for ever.
    pub(crate) validity_months: i32,
    /// Numbers of the rule sets it prepares for.
    pub(crate) rule_sets: Vec<String>,
    /// Least result of the assessment, 1 to 100; 0 if there is none.
    pub(crate) pass_percent: i32,
    /// Counts its versions from 1.
    pub(crate) version: i32,
    /// Its first version.
    pub(crate) first: CurriculumId,
    pub(crate) created_at: Moment,
}

impl Curriculum {
    /// True if attending so many of a class's hours, with this result of the assessment, completes it. Shares are compared
    /// exactly, without rounding. Who was not assessed where there is an assessment has not completed it.
    pub(crate) fn is_completed_by(&self, attended_hours: i32, class_hours: i32, assessment: Option<i32>) -> bool {
        let attended = attended_hours * 100 >= self.min_attendance_percent * class_hours;
        attended && assessment.unwrap_or(0) >= self.pass_percent
    }

    /// Refuses who is not of its audience.
    pub(crate) fn must_be_for(&self, standing: Standing) -> Result<(), Error> {
        match (self.audience, standing) {
            (Audience::Officials, Standing::Official { level }) => self.must_be_for_level(level),
            (Audience::Leaders, Standing::Leader { .. }) | (Audience::Workers, Standing::Worker { .. }) => Ok(()),
            (Audience::Officials, _) => Err(Error::ClassIsForOfficials),
            (Audience::Leaders, Standing::Official { .. }) => Err(Error::ClassIsForLeaders),
            (Audience::Leaders, Standing::Worker { .. }) => Err(Error::ClassIsNotForWorkers),
            (Audience::Workers, _) => Err(Error::ClassIsForWorkers),
        }
    }

    fn must_be_for_level(&self, level: OfficialLevel) -> Result<(), Error> {
        if self.official_levels.is_empty() || self.official_levels.contains(&level) {
            return Ok(());
        }
        let levels: Vec<_> = self.official_levels.iter().map(|level| level.name()).collect();
        Err(Error::ClassIsForOtherLevels { level, levels: levels.join(", ") })
    }

    /// Refuses results of an assessment where there is none.
    pub(crate) fn must_be_assessed(&self) -> Result<(), Error> {
        if self.pass_percent > 0 { Ok(()) } else { Err(Error::AssessmentNotForeseen) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::ids::RawId;

    use super::*;

    fn curriculum() -> Curriculum {
        Curriculum {
            id: RawId::nil().into(),
            title: String::new(),
            audience: Audience::Leaders,
            hours: 24,
            min_attendance_percent: 80,
            modules: Vec::new(),
            official_levels: Vec::new(),
            validity_months: 0,
            rule_sets: Vec::new(),
            pass_percent: 0,
            version: 1,
            first: RawId::nil().into(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_assessment_completes_it_besides() {
        let assessed = Curriculum { pass_percent: 50, ..curriculum() };
        assert!(assessed.is_completed_by(10, 10, Some(50)));
        assert!(!assessed.is_completed_by(10, 10, Some(49)));
        assert!(!assessed.is_completed_by(10, 10, None), "who was not assessed has not completed it");
        assert!(!assessed.is_completed_by(7, 10, Some(100)), "nor who attended too little");
    }

    #[test]
    fn the_least_attendance_is_compared_exactly() {
        let curriculum = |min_attendance_percent| Curriculum { min_attendance_percent, ..curriculum() };
        assert!(curriculum(80).is_completed_by(8, 10, None));
        assert!(!curriculum(80).is_completed_by(7, 10, None));
        // Two of three hours are 66.67 percent.
        assert!(curriculum(66).is_completed_by(2, 3, None));
        assert!(!curriculum(67).is_completed_by(2, 3, None));
        assert!(curriculum(100).is_completed_by(3, 3, None));
        assert!(!curriculum(1).is_completed_by(0, 3, None));
    }

    #[test]
    fn every_audience_is_found_by_its_name() {
        for (audience, name) in Audience::ALL {
            assert_eq!((audience.name(), Audience::named(name)), (name, Some(audience)));
        }
        assert_eq!(Audience::named("everyone"), None);
    }
}
