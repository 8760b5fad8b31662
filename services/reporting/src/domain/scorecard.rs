//! A unit's scorecard on a day: figures against targets, with progress and pace.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::cells::{Cell, Dimension};
use super::days::Days;
use super::figures::Figure;
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

/// The figures of a unit, by the interval they are of and the indicator's code.
pub(crate) type Actuals = HashMap<(Days, String), Option<Figure>>;

/// The figures that a scorecard needs, by interval: of all indicators since the programme began, and of each target's in its phase
/// as far as that has come.
pub(crate) fn needed<'i>(
    indicators: &'i Indicators,
    targets: &[&Target],
    at: NaiveDate,
) -> BTreeMap<Days, Vec<&'i Indicator>> {
    let mut needed: BTreeMap<Days, Vec<&Indicator>> = BTreeMap::new();
    for target in targets {
        if let (Some(so_far), Ok(indicator)) = (target.phase.up_to(at), indicators.of_code(&target.indicator)) {
            needed.entry(so_far).or_default().push(indicator);
        }
    }
    needed.insert(since_the_beginning(indicators, at), indicators.all.iter().collect());
    needed
}

/// The time since the programme began; before it began, the day itself.
pub(crate) fn since_the_beginning(indicators: &Indicators, at: NaiveDate) -> Days {
    Days { from: indicators.programme_began.min(at), to: at }
}

/// The rows of a scorecard: those of the unit's targets by phase, then all indicators as they stand.
pub(crate) fn rows(actuals: &Actuals, indicators: &Indicators, targets: &[&Target], at: NaiveDate) -> Vec<Row> {
    let figure = |days: Days, indicator: &Indicator| actuals.get(&(days, indicator.code.clone())).copied().flatten();
    let against_targets = targets.iter().filter_map(|target| {
        let indicator = indicators.of_code(&target.indicator).ok()?;
        // Of a phase that has not begun there is nothing to tell yet.
        let so_far = target.phase.up_to(at);
        let actual = so_far.and_then(|so_far| figure(so_far, indicator));
        Some(against_target(indicator, target, actual, so_far, at))
    });
    let as_they_stand = indicators.all.iter().map(|indicator| Row {
        actual: figure(since_the_beginning(indicators, at), indicator),
        indicator: indicator.clone(),
        target: None,
        progress_hundredths: None,
        pace: None,
    });
    against_targets.chain(as_they_stand).collect()
}

/// An indicator against a target. `so_far` is what has passed of the phase.
pub(crate) fn against_target(
    indicator: &Indicator,
    target: &Target,
    actual: Option<Figure>,
    so_far: Option<Days>,
    at: NaiveDate,
) -> Row {
    let against = actual.zip(target.value).filter(|(_, value)| *value > 0);
    let pace = against
        .zip(so_far)
        .filter(|_| at <= target.phase.to && indicator.accumulates)
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
    let projected = actual * phase.count() / so_far.count();
    Pace { projected, on_track: projected >= target }
}

/// What a figure is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// Units directly under it.
    Unit,
    By(Dimension),
}

/// A figure split, by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Breakdown {
    pub(crate) indicator: String,
    pub(crate) split: Split,
    pub(crate) cells: Vec<(String, Figure)>,
}

/// The breakdown of an indicator by a dimension: of the cells of one unit, those that are its parts by it.
pub(crate) fn breakdown(cells: &[Cell], indicator: &str, dimension: Dimension) -> Breakdown {
    let parts = cells.iter().filter(|cell| cell.indicator == indicator).filter_map(|cell| {
        let part = cell.part.as_ref().filter(|part| part.dimension == dimension)?;
        Some((part.key.clone(), cell.figure.filter(|figure| *figure != Figure::default())?))
    });
    Breakdown { indicator: indicator.to_owned(), split: Split::By(dimension), cells: parts.collect() }
}

/// The breakdown of an indicator by units, of the whole cells of each; what is 0 is left out.
pub(crate) fn breakdown_by_unit(cells: &[Cell], indicator: &str) -> Breakdown {
    let wholes = cells.iter().filter(|cell| cell.indicator == indicator && cell.part.is_none());
    let there = wholes
        .filter_map(|cell| Some((cell.unit.to_string(), cell.figure.filter(|figure| *figure != Figure::default())?)));
    Breakdown { indicator: indicator.to_owned(), split: Split::Unit, cells: there.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{indicators, targets};

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    /// The row of a target on a day, the figure being so much in every interval.
    fn row(value: i64, at: &str, id: &str) -> Row {
        let at = day(at);
        let (targets, indicators) = (targets::built_in().iter().collect::<Vec<_>>(), indicators::built_in());
        let all = indicators.all.iter().flat_map(|indicator| {
            let figure = Some(Figure { value, ..Figure::default() });
            needed(indicators, &targets, at).into_keys().map(move |days| ((days, indicator.code.clone()), figure))
        });
        let rows = rows(&all.collect(), indicators, &targets, at);
        rows.into_iter().find(|row| row.target.as_ref().is_some_and(|target| target.id() == id)).expect("the row")
    }

    #[test]
    fn progress_and_pace_follow_from_the_phase_so_far() {
        // 18 products in a little less than six years of ten.
        let row = row(18, "2026-11-23", "1141-2018/products_recognised/2021-2030");
        assert_eq!(row.actual.expect("recorded").value, 18);
        assert_eq!(row.progress_hundredths, Some(18 * 10_000 / 41));
        // 3,652 days in all, 2,153 so far: 18 × 3652 / 2153 = 30.
        assert_eq!(row.pace, Some(Pace { projected: 30, on_track: false }));
    }

    #[test]
    fn a_phase_that_is_over_has_its_last_figure_and_no_pace() {
        let row = row(18, "2026-11-23", "1141-2018/products_recognised/2018-2020");
        assert_eq!((row.actual.map(|actual| actual.value), row.pace), (Some(18), None));
    }

    #[test]
    fn a_phase_that_has_not_begun_has_no_figure() {
        let row = row(18, "2020-06-30", "1141-2018/products_recognised/2021-2030");
        assert_eq!((row.actual, row.progress_hundredths, row.pace), (None, None, None));
    }

    #[test]
    fn a_target_without_a_number_has_no_progress() {
        let row = row(18, "2026-11-23", "1141-2018/organisations_strengthened_or_new/2021-2030");
        assert_eq!(row.progress_hundredths, None);
    }

    #[test]
    fn coverage_does_not_grow_by_a_pace() {
        let row = row(5_000, "2026-11-23", "1141-2018/leaders_trained_coverage/2021-2030");
        assert_eq!((row.progress_hundredths, row.pace), (Some(5_000), None));
    }
}
