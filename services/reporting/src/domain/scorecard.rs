//! A unit's scorecard on a day: figures against targets, with progress and pace.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::UnitId;

use super::days::Days;
use super::facts::{Certainty, Facts, in_register};
use super::figures::{Figure, ValidProduct, figure, products_valid};
use super::indicators::{Indicator, Indicators};
use super::targets::Target;

/// A row: an indicator against its target, or as it stands on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) indicator: Indicator,
    pub(crate) target: Option<Target>,
    /// None if the phase has not begun, or if there is no figure of it.
    pub(crate) actual: Option<Figure>,
    /// Actual over target, in hundredths of a percent.
    pub(crate) progress_hundredths: Option<i64>,
    pub(crate) pace: Option<Pace>,
}

/// Where the pace so far leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Figure at the end of the phase, cut to a whole.
    pub(crate) projected: i64,
    pub(crate) on_track: bool,
}

/// The rows of a scorecard: those of the unit's targets by phase, then all indicators as they stand.
pub(crate) fn rows(facts: &Facts, indicators: &Indicators, targets: &[&Target], at: NaiveDate) -> Vec<Row> {
    let against_targets = targets.iter().filter_map(|target| {
        let indicator = indicators.of_code(&target.indicator).ok()?;
        Some(against_target(facts, indicators, indicator, target, at))
    });
    let up_to_day = Days { from: indicators.programme_began, to: at };
    let as_they_stand = indicators.all.iter().map(|indicator| Row {
        actual: figure(indicator.kind, facts, indicators, up_to_day),
        indicator: indicator.clone(),
        target: None,
        progress_hundredths: None,
        pace: None,
    });
    against_targets.chain(as_they_stand).collect()
}

fn against_target(
    facts: &Facts,
    indicators: &Indicators,
    indicator: &Indicator,
    target: &Target,
    at: NaiveDate,
) -> Row {
    // Of a phase that has not begun there is nothing to tell yet.
    let so_far = target.phase.up_to(at);
    let actual = so_far.and_then(|so_far| figure(indicator.kind, facts, indicators, so_far));
    let against = actual.zip(target.value).filter(|(_, value)| *value > 0);
    let pace = against
        .zip(so_far)
        .filter(|_| at <= target.phase.to && indicator.kind.accumulates())
        .map(|((actual, value), so_far)| pace(actual.value, value, so_far, target.phase));
    Row {
        indicator: indicator.clone(),
        target: Some(target.clone()),
        actual,
        progress_hundredths: against.map(|(actual, value)| actual.value * 10_000 / value),
        pace,
    }
}

/// If it goes on at the mean rate of the phase so far.
fn pace(actual: i64, target: i64, so_far: Days, phase: Days) -> Pace {
    let length = |days: Days| (days.to - days.from).num_days() + 1;
    let projected = actual * length(phase) / length(so_far);
    Pace { projected, on_track: projected >= target }
}

/// What a figure is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    Star,
    ProductSet,
    Unit,
    ProducerKind,
}

/// A figure split by a dimension, by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Breakdown {
    pub(crate) indicator: &'static str,
    pub(crate) dimension: Dimension,
    pub(crate) cells: Vec<(String, Figure)>,
}

/// The breakdowns of a scorecard. `child_of` tells the unit directly under the scorecard's that a unit lies in.
pub(crate) fn breakdowns(
    facts: &Facts,
    indicators: &Indicators,
    at: NaiveDate,
    child_of: impl Fn(&UnitId) -> UnitId,
) -> Vec<Breakdown> {
    let split = |key: &dyn Fn(&ValidProduct<'_>) -> String| {
        cells(
            products_valid(facts, indicators, at)
                .map(|(product, certainty, sample)| (key(&product), certainty, sample)),
        )
    };
    let number = |number: i32| if number == 0 { "0".to_owned() } else { format!("{number:02}") };
    let by_star = split(&|product| match product {
        ValidProduct::Certified(certificate) => certificate.star.to_string(),
        ValidProduct::Recorded(recognition) => recognition.star.to_string(),
    });
    let by_set = split(&|product| match product {
        ValidProduct::Certified(certificate) => number(certificate.product_set),
        ValidProduct::Recorded(recognition) => number(recognition.product_set),
    });
    let by_unit = split(&|product| match product {
        ValidProduct::Certified(certificate) => child_of(&certificate.unit).to_string(),
        ValidProduct::Recorded(recognition) => child_of(&recognition.unit).to_string(),
    });
    let producers =
        facts.producers.iter().filter(|producer| in_register(producer.registered_on, producer.retired_on, at));
    let by_kind = cells(producers.map(|producer| (producer.kind.clone(), Certainty::Certain, producer.sample)));
    vec![
        Breakdown { indicator: "products_valid", dimension: Dimension::Star, cells: by_star },
        Breakdown { indicator: "products_valid", dimension: Dimension::ProductSet, cells: by_set },
        Breakdown { indicator: "products_valid", dimension: Dimension::Unit, cells: by_unit },
        Breakdown { indicator: "producers_registered", dimension: Dimension::ProducerKind, cells: by_kind },
    ]
}

fn cells(counted: impl Iterator<Item = (String, Certainty, bool)>) -> Vec<(String, Figure)> {
    let mut cells: BTreeMap<String, Figure> = BTreeMap::new();
    for (key, certainty, sample) in counted {
        cells.entry(key).or_default().add(certainty, sample);
    }
    cells.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::CertificateFact;
    use crate::domain::{indicators, targets};
    use platform::ids::RawId;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    /// A province with so many products, certified one a month from January 2021 on.
    fn province(products: u128) -> Facts {
        let certificate = |product: u128| {
            let from = day("2021-01-15") + chrono::Months::new(u32::try_from(product).expect("few"));
            CertificateFact {
                product: RawId::from_u128(product),
                producer: RawId::from_u128(product),
                unit: "2025:03127".parse().expect("a unit"),
                product_set: 4,
                star: 3,
                sample: false,
                days: Days { from, to: from + chrono::Months::new(36) },
            }
        };
        Facts { certificates: (0..products).map(certificate).collect(), ..Facts::default() }
    }

    fn row(facts: &Facts, at: &str, id: &str) -> Row {
        let targets: Vec<_> = targets::built_in().iter().collect();
        let rows = rows(facts, indicators::built_in(), &targets, day(at));
        rows.into_iter().find(|row| row.target.as_ref().is_some_and(|target| target.id() == id)).expect("the row")
    }

    #[test]
    fn progress_and_pace_follow_from_the_phase_so_far() {
        // 18 products in a little less than six years of ten.
        let row = row(&province(18), "2026-11-23", "1141-2018/products_recognised/2021-2030");
        assert_eq!(row.actual.expect("recorded").value, 18);
        assert_eq!(row.progress_hundredths, Some(18 * 10_000 / 41));
        // 3,652 days in all, 2,153 so far: 18 × 3652 / 2153 = 30.
        assert_eq!(row.pace, Some(Pace { projected: 30, on_track: false }));
    }

    #[test]
    fn a_phase_that_is_over_has_its_last_figure_and_no_pace() {
        let row = row(&province(18), "2026-11-23", "1141-2018/products_recognised/2018-2020");
        assert_eq!((row.actual.expect("recorded").value, row.pace), (0, None));
    }

    #[test]
    fn a_phase_that_has_not_begun_has_no_figure() {
        let row = row(&province(18), "2020-06-30", "1141-2018/products_recognised/2021-2030");
        assert_eq!((row.actual, row.progress_hundredths, row.pace), (None, None, None));
    }

    #[test]
    fn what_nobody_records_is_not_zero() {
        let row = row(&province(18), "2026-11-23", "1141-2018/craft_villages_with_tourism/2021-2030");
        assert_eq!((row.actual, row.progress_hundredths), (None, None));
    }

    #[test]
    fn a_target_without_a_number_has_no_progress() {
        let row = row(&province(18), "2026-11-23", "1141-2018/organisations_strengthened_or_new/2021-2030");
        assert_eq!(row.progress_hundredths, None);
    }

    #[test]
    fn breakdowns_add_up_to_the_figure() {
        let facts = province(18);
        let at = day("2022-06-30");
        let total = figure(indicators::Kind::ProductsValid, &facts, indicators::built_in(), Days { from: at, to: at });
        for breakdown in breakdowns(&facts, indicators::built_in(), at, Clone::clone) {
            if breakdown.indicator == "products_valid" {
                let sum: i64 = breakdown.cells.iter().map(|(_, figure)| figure.value).sum();
                assert_eq!(Some(sum), total.map(|figure| figure.value), "{:?}", breakdown.dimension);
            }
        }
    }
}
