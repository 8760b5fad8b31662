//! Targets that decisions have set.

use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::access::UnitId;
use serde::Deserialize;

use super::days::Days;

/// How a target's value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sense {
    Exact,
    AtLeast,
    About,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) indicator: String,
    pub(crate) unit: UnitId,
    pub(crate) phase: Days,
    /// None where the decision sets no number.
    pub(crate) value: Option<i64>,
    pub(crate) sense: Sense,
    pub(crate) decision_number: String,
    pub(crate) decision_date: NaiveDate,
}

impl Target {
    /// Its identity, such as `1141-2018/products_recognised/2021-2030`.
    pub(crate) fn id(&self) -> String {
        use chrono::Datelike as _;
        let number = self.decision_number.split('/').next().unwrap_or_default();
        let (from, to) = (self.phase.from.year(), self.phase.to.year());
        format!("{number}-{}/{}/{from}-{to}", self.decision_date.year(), self.indicator)
    }
}

#[derive(Deserialize)]
struct File {
    decision: Vec<Decision>,
}

#[derive(Deserialize)]
struct Decision {
    number: String,
    date: NaiveDate,
    unit: String,
    target: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    indicator: String,
    from: NaiveDate,
    to: NaiveDate,
    value: Option<i64>,
    sense: Sense,
}

static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../facts/targets.toml")).expect("the file was read by a test");
    let mut targets: Vec<_> = file.decision.iter().flat_map(of_decision).collect();
    targets.sort_by_key(|target| target.phase.from);
    targets
});

fn of_decision(decision: &Decision) -> impl Iterator<Item = Target> {
    decision.target.iter().map(|row| Target {
        indicator: row.indicator.clone(),
        unit: decision.unit.parse().expect("the file was read by a test"),
        phase: Days { from: row.from, to: row.to },
        value: row.value,
        sense: row.sense,
        decision_number: decision.number.clone(),
        decision_date: decision.date,
    })
}

/// The targets built into this program, by phase.
pub(crate) fn built_in() -> &'static [Target] {
    &TARGETS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::indicators;

    /// The table of Decision 1141/QĐ-UBND.
    #[test]
    fn the_seed_targets_are_those_of_the_decision() {
        let values = |from: &str| {
            let of_phase = built_in().iter().filter(|target| target.phase.from.to_string() == from);
            of_phase.map(|target| (target.indicator.as_str(), target.value)).collect::<Vec<_>>()
        };
        assert_eq!(
            values("2018-01-01"),
            [
                ("products_recognised", Some(21)),
                ("craft_villages_with_tourism", Some(2)),
                ("organisations_strengthened_or_new", Some(8)),
                ("officials_trained_people", Some(46)),
                ("leaders_trained_coverage", Some(10_000)),
            ]
        );
        assert_eq!(
            values("2021-01-01"),
            [
                ("products_recognised", Some(41)),
                ("craft_villages_with_tourism", Some(14)),
                ("organisations_strengthened_or_new", None),
                ("officials_trained_attendances", Some(1000)),
                ("leaders_trained_coverage", Some(10_000)),
            ]
        );
    }

    #[test]
    fn every_target_measures_an_indicator_and_has_an_identity_of_its_own() {
        let ids: std::collections::BTreeSet<_> = built_in().iter().map(Target::id).collect();
        assert_eq!(ids.len(), built_in().len());
        assert!(ids.contains("1141-2018/products_recognised/2021-2030"));
        for target in built_in() {
            assert!(indicators::built_in().of_code(&target.indicator).is_ok(), "{}", target.indicator);
        }
    }
}
