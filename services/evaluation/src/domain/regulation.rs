//! Regulations of councils: what a council works by where the law leaves it open. Each province enters its own, valid
//! from a day on; without one it works by the practice that is built in. A council keeps the one of its appointment.

use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::council::DecisionReference;
use super::dossier::TransferOn;

/// What becomes of a second ballot whose totals still lie too far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StillApart {
    /// It decides, with a note in the minutes.
    Accept,
    /// It gives no result; the dossier waits for another session.
    Postpone,
}

/// Whether members who score must have valid training in the rule set that is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MembersTraining {
    /// Nobody asks.
    #[default]
    Off,
    /// Who opens a session is told who has none.
    Warning,
    /// A session is not opened while somebody has none.
    Gate,
}

/// A further round of assessment, beside the two a year of the law.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FurtherRound {
    /// The last good day to propose a file.
    pub(crate) proposed_by: NaiveDate,
    /// The last good day for its result.
    pub(crate) result_by: NaiveDate,
}

/// What a council works by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    /// Share of those who may vote that must have cast, in percent.
    pub(crate) quorum_percent: u32,
    /// True if who presides must have cast.
    pub(crate) chair_required: bool,
    /// Totals that lie more than so many points apart call for a discussion and a second ballot.
    pub(crate) spread_limit_points: i32,
    pub(crate) still_apart: StillApart,
    pub(crate) transfer_on: TransferOn,
    /// Working days between the calling of a session and its day.
    pub(crate) lead_time_working_days: u32,
    pub(crate) further_rounds: Vec<FurtherRound>,
    /// Regulations entered before it was asked say nothing of it.
    #[serde(default)]
    pub(crate) members_training: MembersTraining,
}

/// A regulation: rules with the day they are valid from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Regulation {
    /// A name if it is built in, an identity if it was entered.
    pub(crate) id: String,
    pub(crate) valid_from: NaiveDate,
    pub(crate) rules: Rules,
    /// Whose it is; none if it is built in.
    pub(crate) entered: Option<Entered>,
}

/// How a regulation was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entered {
    /// A province, or the country for the ministry's.
    pub(crate) unit: UnitId,
    pub(crate) decision: DecisionReference,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regulation: Vec<BuiltIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BuiltIn {
    id: String,
    valid_from: NaiveDate,
    rules: Rules,
}

static BUILT_IN: LazyLock<Vec<Regulation>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../facts/council-regulations.toml")).expect("the file was read by a test");
    let regulation = |BuiltIn { id, valid_from, rules }| Regulation { id, valid_from, rules, entered: None };
    file.regulation.into_iter().map(regulation).collect()
});

impl Regulation {
    /// What is built in, in the order of validity.
    pub(crate) fn built_in() -> &'static [Self] {
        &BUILT_IN
    }

    /// The one built in that is valid on a day.
    pub(crate) fn practice_on(day: NaiveDate) -> Option<Self> {
        Self::built_in().iter().rev().find(|regulation| regulation.valid_from <= day).cloned()
    }

    /// The one built in of a name.
    pub(crate) fn named(id: &str) -> Option<Self> {
        Self::built_in().iter().find(|regulation| regulation.id == id).cloned()
    }
}

impl Rules {
    /// How many of those who may vote must have cast a ballot.
    pub(crate) fn quorum(&self, voters: usize) -> usize {
        let percent = usize::try_from(self.quorum_percent).unwrap_or(usize::MAX);
        voters.saturating_mul(percent).div_ceil(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_quarters_are_rounded_up() {
        let rules = Regulation::named("practice-2026").expect("there").rules;
        let quorums: Vec<_> = [3, 4, 5, 6, 7, 9].map(|voters| rules.quorum(voters)).into();
        assert_eq!(quorums, [3, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn practice_is_valid_from_its_day() {
        let valid = |day: &str| Regulation::practice_on(day.parse().expect("a day")).map(|regulation| regulation.id);
        assert_eq!((valid("2026-05-21"), valid("2026-05-22")), (None, Some("practice-2026".to_owned())));
    }

    #[test]
    fn what_is_built_in_is_in_order() {
        assert!(Regulation::built_in().is_sorted_by_key(|regulation| regulation.valid_from));
        assert!(!Regulation::built_in().is_empty());
    }

    #[test]
    fn rules_are_read_as_they_were_written() {
        let mut rules = Regulation::named("practice-2026").expect("there").rules;
        let day = |day: &str| day.parse().expect("a day");
        rules.further_rounds.push(FurtherRound { proposed_by: day("2027-08-01"), result_by: day("2027-09-15") });
        let written = serde_json::to_string(&rules).expect("plain values");
        assert_eq!(serde_json::from_str::<Rules>(&written).expect("the same"), rules);
    }
}
