//! Figures: what indicators come to, by the sums that were read for them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use platform::access::UnitId;

use super::cells::{Cell, Part};
use super::entries::Measure;
use super::indicators::{Formula, Indicator, Term};
use super::sums::Amounts;

/// A figure as far as records are certain, how much more it may be, and how much of it stems from samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) value: i64,
    pub(crate) uncertain: i64,
    pub(crate) sample: i64,
}

impl From<Amounts> for Figure {
    fn from(amounts: Amounts) -> Self {
        Self { value: amounts.value, uncertain: amounts.uncertain, sample: amounts.sample }
    }
}

/// What a measure comes to in units, in one interval: whole and by parts. What is not there is 0.
pub(crate) type Tally = BTreeMap<(UnitId, Option<Part>), Amounts>;

/// All that was read to compute figures of one interval.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    pub(crate) tallies: HashMap<Measure, Tally>,
    /// For each unit, the communes in it as the map has it.
    pub(crate) communes: HashMap<UnitId, Vec<UnitId>>,
    /// For each unit, those in it that no longer are.
    pub(crate) abolished: HashMap<UnitId, Vec<UnitId>>,
    /// First day of the country that anything of a measure is recorded of.
    pub(crate) recorded_from: HashMap<Measure, NaiveDate>,
    /// Last day of the interval.
    pub(crate) to: NaiveDate,
}

impl Readings {
    fn amounts(&self, term: &Term, unit: &UnitId, part: Option<&Part>) -> Amounts {
        let part = part.or(term.part.as_ref()).cloned();
        let tally = self.tallies.get(&term.measure);
        tally.and_then(|tally| tally.get(&(unit.clone(), part))).copied().unwrap_or_default()
    }

    /// False if nobody recorded what it is computed from by the end of the interval.
    fn is_known(&self, indicator: &Indicator) -> bool {
        let recorded = |measure: &Measure| self.recorded_from.get(measure).is_some_and(|from| *from <= self.to);
        indicator.known_since.is_empty() || indicator.known_since.iter().any(recorded)
    }

    /// The figure of an indicator in a unit, whole or a part of it. None if nobody recorded what it is computed from, or for a
    /// share of none.
    pub(crate) fn figure(&self, indicator: &Indicator, unit: &UnitId, part: Option<&Part>) -> Option<Figure> {
        if !self.is_known(indicator) {
            return None;
        }
        match &indicator.formula {
            Formula::Count(term) => Some(self.amounts(term, unit, part).into()),
            Formula::Share(of, whole) => share(self.amounts(of, unit, part), self.amounts(whole, unit, part)),
            Formula::CommunesWith(term) => {
                let communes = self.communes.get(unit).into_iter().flatten();
                Some(communes_with(communes.map(|commune| self.amounts(term, commune, None))))
            }
            Formula::InAbolishedUnits(term) => {
                let mut all = Amounts::NONE;
                for abolished in self.abolished.get(unit).into_iter().flatten() {
                    all.add(self.amounts(term, abolished, None));
                }
                Some(all.into())
            }
        }
    }

    /// The figures of an indicator in a unit: the whole, and its parts if they are wanted. A part that is 0 is left out.
    pub(crate) fn cells(&self, indicator: &Indicator, unit: &UnitId, parts: bool) -> Vec<Cell> {
        let cell = |part: Option<&Part>| Cell {
            indicator: indicator.code.clone(),
            unit: unit.clone(),
            part: part.cloned(),
            figure: self.figure(indicator, unit, part),
        };
        let whole = std::iter::once(cell(None));
        if !parts || !self.is_known(indicator) {
            return whole.collect();
        }
        let dimensions = indicator.dimensions();
        let tallies = indicator.measures().into_iter().filter_map(|measure| self.tallies.get(&measure));
        let of_unit =
            tallies.flat_map(|tally| tally.range((unit.clone(), None)..).take_while(|((of, _), _)| of == unit));
        let of_unit = of_unit.filter(|(_, amounts)| **amounts != Amounts::NONE);
        let keys =
            of_unit.filter_map(|((_, part), _)| part.as_ref()).filter(|part| dimensions.contains(&part.dimension));
        let keys: std::collections::BTreeSet<_> = keys.collect();
        let parts = keys.into_iter().map(|part| cell(Some(part))).filter(|cell| cell.figure.is_some());
        whole.chain(parts).collect()
    }
}

fn share(of: Amounts, whole: Amounts) -> Option<Figure> {
    let share = |amount: i64| amount.saturating_mul(10_000).checked_div(whole.value);
    Some(Figure { value: share(of.value)?, uncertain: 0, sample: share(of.sample)? })
}

/// A commune stems from samples if nothing real speaks for it.
fn communes_with(communes: impl Iterator<Item = Amounts>) -> Figure {
    let mut figure = Figure::default();
    for amounts in communes.filter(|amounts| amounts.value > 0) {
        figure.value += 1;
        figure.sample += i64::from(amounts.sample == amounts.value);
    }
    figure
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::domain::indicators::built_in;

    #[derive(Deserialize)]
    struct File {
        example: Vec<Example>,
    }

    /// What is counted in a commune, and what an indicator comes to there.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Example {
        indicator: String,
        counted: BTreeMap<String, i64>,
        #[serde(default = "yes")]
        recorded: bool,
        figure: Option<i64>,
    }

    fn yes() -> bool {
        true
    }

    fn readings(example: &Example, indicator: &Indicator, unit: &UnitId) -> Readings {
        let to = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let mut tallies: HashMap<Measure, Tally> = HashMap::new();
        for (term, value) in &example.counted {
            let term: Term = term.parse().expect("a term");
            let amounts = Amounts { value: *value, ..Amounts::NONE };
            tallies.entry(term.measure).or_default().insert((unit.clone(), term.part), amounts);
        }
        let recorded = indicator.known_since.iter().filter(|_| example.recorded).map(|measure| (*measure, to));
        let itself = || HashMap::from([(unit.clone(), vec![unit.clone()])]);
        Readings { tallies, communes: itself(), abolished: itself(), recorded_from: recorded.collect(), to }
    }

    #[test]
    fn every_indicator_comes_to_what_its_examples_say() {
        let file: File = toml::from_str(include_str!("../../facts/indicator-examples.toml")).expect("a sound file");
        let unit: UnitId = "2025:03127".parse().expect("a unit");
        for example in &file.example {
            let indicator = built_in().of_code(&example.indicator).expect("it is there");
            let figure = readings(example, indicator, &unit).figure(indicator, &unit, None);
            assert_eq!(
                figure.map(|figure| figure.value),
                example.figure,
                "{} {:?}",
                example.indicator,
                example.counted
            );
        }
        for indicator in &built_in().all {
            assert!(file.example.iter().any(|example| example.indicator == indicator.code), "{}", indicator.code);
        }
    }

    #[test]
    fn a_commune_stems_from_samples_if_nothing_real_speaks_for_it() {
        let amounts = |value, sample| Amounts { value, uncertain: 0, sample };
        let figure = communes_with([amounts(2, 1), amounts(1, 1), amounts(0, 0)].into_iter());
        assert_eq!(figure, Figure { value: 2, uncertain: 0, sample: 1 });
    }
}
