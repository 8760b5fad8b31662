//! What is taught, for whom. A curriculum is recorded once and never changes.

use platform::clock::Moment;

use super::learner::Standing;
use crate::error::Error;

platform::id_type! {
    /// Identity of a curriculum.
    CurriculumId
}

/// Whom a curriculum is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Officials who manage the programme.
    Officials,
    /// Leaders of enterprises, cooperatives and registered households.
    Leaders,
}

impl Audience {
    const ALL: [(Self, &'static str); 2] = [(Self::Officials, "officials"), (Self::Leaders, "leaders")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(audience, _)| *audience == self).expect("all audiences have a name").1
    }

    /// The audience of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(audience, _)| audience)
    }
}

/// A curriculum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Curriculum {
    pub(crate) id: CurriculumId,
    pub(crate) title: String,
    pub(crate) audience: Audience,
    pub(crate) hours: i32,
    /// Least share of a class's hours that completes it, 1 to 100.
    pub(crate) min_attendance_percent: i32,
    pub(crate) created_at: Moment,
}

impl Curriculum {
    /// True if attending so many of a class's hours completes it. Compared exactly, without rounding a share.
    pub(crate) fn is_completed_by(&self, attended_hours: i32, class_hours: i32) -> bool {
        attended_hours * 100 >= self.min_attendance_percent * class_hours
    }

    /// Refuses a leader where officials are taught, and the other way round.
    pub(crate) fn must_be_for(&self, standing: Standing) -> Result<(), Error> {
        match (self.audience, standing) {
            (Audience::Officials, Standing::Official { .. }) | (Audience::Leaders, Standing::Leader { .. }) => Ok(()),
            (Audience::Officials, Standing::Leader { .. }) => Err(Error::ClassIsForOfficials),
            (Audience::Leaders, Standing::Official { .. }) => Err(Error::ClassIsForLeaders),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::ids::RawId;

    use super::*;

    #[test]
    fn the_least_attendance_is_compared_exactly() {
        let curriculum = |min_attendance_percent| Curriculum {
            id: RawId::nil().into(),
            title: String::new(),
            audience: Audience::Leaders,
            hours: 24,
            min_attendance_percent,
            created_at: DateTime::UNIX_EPOCH,
        };
        assert!(curriculum(80).is_completed_by(8, 10));
        assert!(!curriculum(80).is_completed_by(7, 10));
        // Two of three hours are 66.67 percent.
        assert!(curriculum(66).is_completed_by(2, 3));
        assert!(!curriculum(67).is_completed_by(2, 3));
        assert!(curriculum(100).is_completed_by(3, 3));
        assert!(!curriculum(1).is_completed_by(0, 3));
    }

    #[test]
    fn every_audience_is_found_by_its_name() {
        for (audience, name) in Audience::ALL {
            assert_eq!((audience.name(), Audience::named(name)), (name, Some(audience)));
        }
        assert_eq!(Audience::named("everyone"), None);
    }
}
