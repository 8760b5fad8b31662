//! Councils: who was appointed, with which duty, under which regulation.

use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::Deserialize;

use crate::error::Error;

platform::id_type! {
    /// Identity of a council.
    CouncilId
}

/// Fewest members who score: fewer cannot disagree with a majority.
const FEWEST_SCORERS: usize = 3;

/// Duty of a council member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duty {
    Chair,
    DeputyChair,
    Secretary,
    Member,
}

impl Duty {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Chair, "chair"),
        (Self::DeputyChair, "deputy_chair"),
        (Self::Secretary, "secretary"),
        (Self::Member, "member"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(duty, _)| *duty == self).expect("all duties have a name").1
    }

    /// The duty of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(duty, _)| duty)
    }

    /// True if the duty casts ballots.
    pub(crate) fn scores(self) -> bool {
        self != Self::Secretary
    }

    /// True if the duty opens sessions, closes scorings, and knows who has voted.
    pub(crate) fn presides(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }
}

/// A decision of an authority, as its own register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecisionReference {
    pub(crate) number: String,
    pub(crate) date: NaiveDate,
    pub(crate) signer_name: String,
    pub(crate) signer_title: String,
}

/// A member of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: PersonId,
    pub(crate) full_name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) duty: Duty,
}

/// A council appointed for a province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Council {
    pub(crate) id: CouncilId,
    pub(crate) province: UnitId,
    pub(crate) decision: DecisionReference,
    pub(crate) term_from: NaiveDate,
    pub(crate) term_to: NaiveDate,
    pub(crate) members: Vec<Member>,
    pub(crate) regulation: String,
    pub(crate) created_at: Moment,
}

impl Council {
    /// Refuses members who do not make a council.
    pub(crate) fn check_members(members: &[Member]) -> Result<(), Error> {
        let count = |duty| members.iter().filter(|member| member.duty == duty).count();
        let scorers = members.iter().filter(|member| member.duty.scores()).count();
        let twice = members
            .iter()
            .enumerate()
            .any(|(at, member)| members[..at].iter().any(|before| before.person == member.person));
        if count(Duty::Chair) != 1 || count(Duty::Secretary) != 1 || scorers < FEWEST_SCORERS || twice {
            return Err(Error::CouncilComposition { fewest: FEWEST_SCORERS });
        }
        Ok(())
    }

    /// Duty of a person; none if she is no member.
    pub(crate) fn duty_of(&self, person: PersonId) -> Option<Duty> {
        self.members.iter().find(|member| member.person == person).map(|member| member.duty)
    }

    /// Refuses if the term does not cover a day.
    pub(crate) fn must_be_in_term(&self, day: NaiveDate) -> Result<(), Error> {
        must_be_in_term(self.id, self.term_from, self.term_to, day)
    }
}

/// Refuses if a council's term does not cover a day.
pub(crate) fn must_be_in_term(council: CouncilId, from: NaiveDate, to: NaiveDate, day: NaiveDate) -> Result<(), Error> {
    if from <= day && day <= to { Ok(()) } else { Err(Error::CouncilTermOver { council, from, to }) }
}

/// What becomes of a second ballot whose totals still lie too far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StillApart {
    /// It decides, with a note in the minutes.
    Accept,
    /// It gives no result; the dossier waits for another session.
    Postpone,
}

/// What a council works by, where the law leaves it open.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Regulation {
    pub(crate) id: String,
    valid_from: NaiveDate,
    quorum_percent: usize,
    chair_required: bool,
    pub(crate) spread_limit_points: i32,
    pub(crate) still_apart: StillApart,
}

#[derive(Deserialize)]
struct Regulations {
    regulation: Vec<Regulation>,
}

static REGULATIONS: LazyLock<Vec<Regulation>> = LazyLock::new(|| {
    let file: Regulations =
        toml::from_str(include_str!("../../facts/council-regulations.toml")).expect("the file was read by a test");
    file.regulation
});

impl Regulation {
    /// The regulation valid on a day.
    pub(crate) fn valid_on(day: NaiveDate) -> Option<&'static Self> {
        REGULATIONS.iter().rev().find(|regulation| regulation.valid_from <= day)
    }

    /// The regulation of an identity.
    pub(crate) fn of(id: &str) -> Option<&'static Self> {
        REGULATIONS.iter().find(|regulation| regulation.id == id)
    }

    /// How many of those who may score must have cast a ballot.
    pub(crate) fn quorum(&self, scorers: usize) -> usize {
        (scorers * self.quorum_percent).div_ceil(100)
    }

    /// True if the ballots cast are enough to close.
    pub(crate) fn quorum_reached(&self, scorers: usize, cast: usize, chair_cast: bool) -> bool {
        cast >= self.quorum(scorers) && (chair_cast || !self.chair_required)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_quarters_are_rounded_up() {
        let regulation = Regulation::of("practice-2026").expect("there");
        let quorums: Vec<_> = [3, 4, 5, 6, 7, 9].map(|scorers| regulation.quorum(scorers)).into();
        assert_eq!(quorums, [3, 3, 4, 5, 6, 7]);
        assert!(regulation.quorum_reached(5, 4, true));
        assert!(!regulation.quorum_reached(5, 4, false), "the chair is one of them");
        assert!(!regulation.quorum_reached(5, 3, true));
    }

    #[test]
    fn a_regulation_is_valid_from_its_day() {
        let valid =
            |day: &str| Regulation::valid_on(day.parse().expect("a day")).map(|regulation| regulation.id.as_str());
        assert_eq!((valid("2026-05-21"), valid("2026-05-22")), (None, Some("practice-2026")));
    }

    fn member(number: u128, duty: Duty) -> Member {
        Member {
            person: PersonId::constant(uuid::Uuid::from_u128(number)),
            full_name: format!("Ủy viên {number}"),
            title: "Chuyên viên".to_owned(),
            body: "Sở".to_owned(),
            duty,
        }
    }

    #[test]
    fn a_council_has_one_chair_one_secretary_and_three_who_score() {
        let sound =
            [member(1, Duty::Chair), member(2, Duty::Secretary), member(3, Duty::Member), member(4, Duty::Member)];
        assert!(Council::check_members(&sound).is_ok());
        assert!(Council::check_members(&sound[..3]).is_err(), "two who score");
        let mut two_chairs = sound.to_vec();
        two_chairs.push(member(5, Duty::Chair));
        assert!(Council::check_members(&two_chairs).is_err());
        let mut twice = sound.to_vec();
        twice.push(member(3, Duty::Member));
        assert!(Council::check_members(&twice).is_err());
        assert!(Council::check_members(&sound[1..]).is_err(), "no chair");
    }
}
