//! Targets that decisions set for units, and what may be done with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::{PersonId, RawId};
use serde::Deserialize;

use super::days::Days;
use super::indicators::Indicator;
use crate::error::Error;

platform::id_type! {
    /// Identity of a target.
    TargetId
}

/// A whole in hundredths of a percent: more than all is no share.
const ALL: i64 = 10_000;

/// How a target's value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sense {
    Exact,
    AtLeast,
    About,
}

impl Sense {
    const ALL: [Self; 3] = [Self::Exact, Self::AtLeast, Self::About];

    /// Its name, as databases have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::About => "about",
        }
    }

    /// The sense of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sense| sense.name() == name)
    }
}

/// What a figure was on the day a target begins from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Baseline {
    pub(crate) value: i64,
    pub(crate) on: NaiveDate,
}

/// What a decision says of a target; a further decision replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) value: Option<i64>,
    pub(crate) sense: Sense,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) decision_number: String,
    pub(crate) decision_date: NaiveDate,
    pub(crate) issuer: String,
    pub(crate) note: String,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// Its identity.
    pub(crate) record: TargetId,
    pub(crate) indicator: String,
    pub(crate) unit: UnitId,
    /// The province the unit lies in; the unit itself if it is none below.
    pub(crate) province: UnitId,
    pub(crate) phase: Days,
    /// None where the decision sets no number.
    pub(crate) value: Option<i64>,
    pub(crate) sense: Sense,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) decision_number: String,
    pub(crate) decision_date: NaiveDate,
    pub(crate) issuer: String,
    pub(crate) note: String,
    /// The target of the unit above that this is a part of.
    pub(crate) parent: Option<TargetId>,
    /// Why it was withdrawn; none while it holds.
    pub(crate) withdrawn: Option<String>,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

/// What a target said from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    pub(crate) target: Target,
    pub(crate) reason: String,
    pub(crate) by: PersonId,
}

/// What a unit is to reach of a target of the unit above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) unit: UnitId,
    pub(crate) value: Option<i64>,
}

/// What becomes of the parts of a target when it is split anew.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    /// Units that get a part they did not have.
    pub(crate) set: Vec<Part>,
    /// Parts that say something else.
    pub(crate) revised: Vec<Target>,
    /// Parts of units that get none any more.
    pub(crate) withdrawn: Vec<Target>,
    /// Parts that stay as they are.
    pub(crate) kept: Vec<Target>,
}

impl Target {
    /// Its readable name, such as `1141-2018/products_recognised/2021-2030`.
    pub(crate) fn id(&self) -> String {
        use chrono::Datelike as _;
        let number = self.decision_number.split('/').next().unwrap_or_default();
        let (from, to) = (self.phase.from.year(), self.phase.to.year());
        format!("{number}-{}/{}/{from}-{to}", self.decision_date.year(), self.indicator)
    }

    /// What its decision says of it.
    pub(crate) fn terms(&self) -> Terms {
        Terms {
            value: self.value,
            sense: self.sense,
            baseline: self.baseline,
            decision_number: self.decision_number.clone(),
            decision_date: self.decision_date,
            issuer: self.issuer.clone(),
            note: self.note.clone(),
        }
    }

    /// Refuses a version that is not the present one.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// Refuses what was withdrawn.
    pub(crate) fn must_hold(&self) -> Result<(), Error> {
        if self.withdrawn.is_none() { Ok(()) } else { Err(Error::TargetWithdrawn { target: self.record }) }
    }

    /// Refuses a part, which changes with the whole alone.
    pub(crate) fn must_be_whole(&self) -> Result<(), Error> {
        self.parent.map_or(Ok(()), |parent| Err(Error::TargetIsPart { parent }))
    }

    /// The target as other terms have it.
    pub(crate) fn revise(self, terms: Terms, now: Moment) -> Result<Self, Error> {
        self.must_hold()?;
        let Terms { value, sense, baseline, decision_number, decision_date, issuer, note } = terms;
        let version = self.version + 1;
        Ok(Self {
            value,
            sense,
            baseline,
            decision_number,
            decision_date,
            issuer,
            note,
            version,
            updated_at: now,
            ..self
        })
    }

    /// The target at its next version, nothing else of it changed: its parts were.
    pub(crate) fn touched(self, now: Moment) -> Self {
        Self { version: self.version + 1, updated_at: now, ..self }
    }

    /// The target withdrawn.
    pub(crate) fn withdraw(self, reason: String, now: Moment) -> Result<Self, Error> {
        self.must_hold()?;
        Ok(Self { withdrawn: Some(reason), version: self.version + 1, updated_at: now, ..self })
    }

    /// What parts leave of its value; none without a value, and for shares, which are not added up.
    pub(crate) fn undistributed(&self, indicator: &Indicator, parts: &[Option<i64>]) -> Option<i64> {
        if is_share(indicator) || parts.is_empty() {
            return None;
        }
        Some(self.value? - parts.iter().flatten().sum::<i64>())
    }

    /// Refuses parts that add up to more than a target that is not "at least".
    pub(crate) fn must_hold_parts(&self, indicator: &Indicator, parts: &[Option<i64>]) -> Result<(), Error> {
        match (self.sense, self.undistributed(indicator, parts)) {
            (Sense::Exact | Sense::About, Some(left)) if left < 0 => Err(Error::TargetPartsExceed { by: -left }),
            _ => Ok(()),
        }
    }

    /// What becomes of its parts when it is split so. Each unit must lie directly below, and be named once.
    pub(crate) fn split(
        &self,
        present: Vec<Self>,
        parts: &[Part],
        terms: &Terms,
        lies_below: impl Fn(&UnitId) -> bool,
    ) -> Result<Split, Error> {
        let mut named = BTreeSet::new();
        for (index, part) in parts.iter().enumerate() {
            if !lies_below(&part.unit) || !named.insert(&part.unit) {
                return Err(Error::TargetPartsWrong { index, unit: part.unit.clone(), whole: self.unit.clone() });
            }
        }
        let mut present: BTreeMap<_, _> = present.into_iter().map(|part| (part.unit.clone(), part)).collect();
        let mut split = Split::default();
        for part in parts {
            let terms = Terms { value: part.value, ..terms.clone() };
            match present.remove(&part.unit) {
                None => split.set.push(part.clone()),
                Some(known) if known.terms() == terms => split.kept.push(known),
                Some(known) => {
                    let now = known.updated_at;
                    split.revised.push(known.revise(terms, now)?);
                }
            }
        }
        split.withdrawn = present.into_values().collect();
        Ok(split)
    }
}

/// True if values of the indicator are shares: these are not added up.
pub(crate) fn is_share(indicator: &Indicator) -> bool {
    indicator.measure == "percent"
}

/// Refuses what no decision can say of an indicator on a day.
pub(crate) fn must_be_sound(indicator: &Indicator, phase: Days, terms: &Terms, today: NaiveDate) -> Result<(), Error> {
    if phase.to < phase.from {
        return Err(Error::TargetDatesWrong { path: "target.phase.to" });
    }
    if terms.decision_date > today {
        return Err(Error::TargetDatesWrong { path: "target.decision_date" });
    }
    if terms.baseline.is_some_and(|baseline| baseline.on > phase.to) {
        return Err(Error::TargetDatesWrong { path: "target.baseline_on" });
    }
    let sound = |value: i64| value >= 0 && (!is_share(indicator) || value <= ALL);
    if !terms.value.is_none_or(sound) {
        return Err(Error::TargetValueWrong { path: "target.value" });
    }
    if !terms.baseline.is_none_or(|baseline| sound(baseline.value)) {
        return Err(Error::TargetValueWrong { path: "target.baseline_value" });
    }
    Ok(())
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
    issuer: String,
    target: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
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
    let unit: UnitId = decision.unit.parse().expect("the file was read by a test");
    decision.target.iter().map(move |row| Target {
        record: RawId::parse_str(&row.id).expect("the file was read by a test").into(),
        indicator: row.indicator.clone(),
        province: unit.clone(),
        unit: unit.clone(),
        phase: Days { from: row.from, to: row.to },
        value: row.value,
        sense: row.sense,
        baseline: None,
        decision_number: decision.number.clone(),
        decision_date: decision.date,
        issuer: decision.issuer.clone(),
        note: String::new(),
        parent: None,
        withdrawn: None,
        version: 1,
        created_at: Moment::UNIX_EPOCH,
        updated_at: Moment::UNIX_EPOCH,
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

    fn unit(written: &str) -> UnitId {
        written.parse().expect("a unit")
    }

    /// The table of Decision 1141/QĐ-UBND.
    #[test]
    fn the_seed_targets_are_those_of_the_decision() {
        let values = |from: &str| {
            let of_phase = built_in()
                .iter()
                .filter(|target| target.unit == unit("2025:11") && target.phase.from.to_string() == from);
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
        let names: BTreeSet<_> = built_in().iter().map(Target::id).collect();
        let records: BTreeSet<_> = built_in().iter().map(|target| target.record).collect();
        assert_eq!((names.len(), records.len()), (built_in().len(), built_in().len()));
        assert!(names.contains("1141-2018/products_recognised/2021-2030"));
        for target in built_in() {
            let indicator = indicators::built_in().of_code(&target.indicator).expect("known");
            let today = "2026-11-28".parse().expect("a day");
            assert!(must_be_sound(indicator, target.phase, &target.terms(), today).is_ok(), "{}", target.indicator);
        }
    }

    fn whole() -> Target {
        built_in()
            .iter()
            .find(|target| target.id() == "1141-2018/products_recognised/2021-2030")
            .expect("there")
            .clone()
    }

    fn part(of: &str, value: i64) -> Part {
        Part { unit: unit(of), value: Some(value) }
    }

    #[test]
    fn a_split_that_is_entered_anew_changes_what_differs_alone() {
        let whole = whole();
        let known = |record: u128, of: &str, value: i64| Target {
            record: RawId::from_u128(record).into(),
            unit: unit(of),
            value: Some(value),
            parent: Some(whole.record),
            ..whole.clone()
        };
        let present = vec![known(1, "2025:00001", 10), known(2, "2025:00002", 11), known(3, "2025:00003", 12)];
        let parts = [part("2025:00001", 10), part("2025:00002", 9), part("2025:00004", 5)];
        let split = whole.split(present, &parts, &whole.terms(), |_| true).expect("sound");
        let units = |targets: &[Target]| targets.iter().map(|part| part.unit.to_string()).collect::<Vec<_>>();
        assert_eq!(units(&split.kept), ["2025:00001"]);
        assert_eq!(units(&split.revised), ["2025:00002"]);
        assert_eq!(split.revised[0].value, Some(9));
        assert_eq!(units(&split.withdrawn), ["2025:00003"]);
        assert_eq!(split.set, [part("2025:00004", 5)]);
    }

    #[test]
    fn a_split_names_units_directly_below_once() {
        let whole = whole();
        for parts in [vec![part("2025:00001", 1), part("2025:00001", 1)], vec![part("2025:00009", 1)]] {
            let refused = whole.split(Vec::new(), &parts, &whole.terms(), |below| *below != unit("2025:00009"));
            assert!(matches!(refused, Err(Error::TargetPartsWrong { .. })));
        }
    }

    #[test]
    fn parts_add_up_to_no_more_unless_the_whole_is_at_least_so_much() {
        let indicator = indicators::built_in().of_code("products_recognised").expect("known");
        let coverage = indicators::built_in().of_code("leaders_trained_coverage").expect("known");
        let whole = whole();
        assert!(whole.must_hold_parts(indicator, &[Some(40), None, Some(1)]).is_ok());
        assert!(whole.must_hold_parts(indicator, &[Some(40), Some(2)]).is_err());
        assert!(whole.must_hold_parts(coverage, &[Some(9000), Some(9000)]).is_ok());
        assert_eq!(whole.undistributed(indicator, &[Some(40), None]), Some(1));
        let at_least = Target { sense: Sense::AtLeast, ..whole };
        assert!(at_least.must_hold_parts(indicator, &[Some(40), Some(2)]).is_ok());
    }

    #[test]
    fn what_was_withdrawn_changes_no_more() {
        let now = Moment::UNIX_EPOCH;
        let withdrawn = whole().withdraw("Bãi bỏ".to_owned(), now).expect("it held");
        assert!(withdrawn.clone().withdraw("Bãi bỏ".to_owned(), now).is_err());
        let terms = withdrawn.terms();
        assert!(withdrawn.revise(terms, now).is_err());
    }
}
