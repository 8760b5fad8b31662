//! What is looked at before a report is approved: whether figures add up, who below has not reported or reported otherwise,
//! and whether the records behind the figures are sound.

use std::collections::BTreeMap;

use platform::access::UnitId;
use platform::error::Text;
use serde::{Deserialize, Serialize};

use super::cells::{Cell, Dimension};
use super::indicators::{Indicator, Indicators};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FindingKind {
    PartsDoNotAddUp,
    UnitsDoNotAddUp,
    LowerReportsMissing,
    LowerReportDiffers,
    NothingDeclared,
    RecordsUnsound,
    SamplesIncluded,
}

/// Something that was found when a report was prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) kind: FindingKind,
    /// Empty for a finding about reports.
    pub(crate) indicator: String,
    /// Units concerned, as they are written.
    pub(crate) units: Vec<String>,
    pub(crate) value: i64,
    pub(crate) compared: i64,
}

/// A report of a unit below that was accepted: its own whole figures.
#[derive(Debug)]
pub(crate) struct LowerReport {
    pub(crate) unit: UnitId,
    pub(crate) cells: Vec<Cell>,
}

/// What a report is checked with.
#[derive(Debug)]
pub(crate) struct Checked<'c> {
    pub(crate) indicators: &'c Indicators,
    pub(crate) unit: &'c UnitId,
    /// The units directly below that report too.
    pub(crate) below: &'c [UnitId],
    /// Figures of the unit, whole and in parts, and of those below, whole.
    pub(crate) cells: &'c [Cell],
    pub(crate) lower: &'c [LowerReport],
    pub(crate) nothing_to_report: bool,
    /// Figures of the indicators that count records which are not sound.
    pub(crate) unsound: &'c [Cell],
}

/// What is found, in order of kinds.
pub(crate) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found = parts_that_do_not_add_up(checked);
    found.extend(units_that_do_not_add_up(checked));
    found.extend(lower_reports_missing(checked));
    found.extend(lower_reports_that_differ(checked));
    let own = checked.cells.iter().filter(|cell| cell.unit == *checked.unit && cell.part.is_none());
    for cell in own {
        let figure = cell.figure.unwrap_or_default();
        if checked.nothing_to_report && figure.value > 0 && happens(checked, cell) {
            found.push(of(FindingKind::NothingDeclared, cell, figure.value, 0));
        }
        if figure.sample > 0 {
            found.push(of(FindingKind::SamplesIncluded, cell, figure.sample, figure.value));
        }
    }
    let unsound = checked.unsound.iter().filter_map(|cell| Some((cell, cell.figure?.value)));
    found.extend(
        unsound.filter(|(_, value)| *value > 0).map(|(cell, value)| of(FindingKind::RecordsUnsound, cell, value, 0)),
    );
    found
}

fn of(kind: FindingKind, cell: &Cell, value: i64, compared: i64) -> Finding {
    Finding { kind, indicator: cell.indicator.clone(), units: vec![cell.unit.to_string()], value, compared }
}

/// True for what happens within a period; what stands on a day may be there although nothing happened.
fn happens(checked: &Checked<'_>, cell: &Cell) -> bool {
    checked.indicators.of_code(&cell.indicator).is_ok_and(|indicator| indicator.accumulates)
}

/// A whole figure as far as it is certain.
fn whole(cells: &[Cell], indicator: &str, unit: &UnitId) -> Option<i64> {
    let is_it = |cell: &&Cell| cell.part.is_none() && cell.indicator == indicator && cell.unit == *unit;
    Some(cells.iter().find(is_it)?.figure?.value)
}

/// Who leads a producer may be several things at once; by everything else a figure is cut without rest.
fn parts_that_do_not_add_up(checked: &Checked<'_>) -> Vec<Finding> {
    let mut sums: BTreeMap<(&str, Dimension), (&Cell, i64)> = BTreeMap::new();
    for cell in checked.cells.iter().filter(|cell| cell.unit == *checked.unit) {
        if let Some(part) = cell.part.as_ref().filter(|part| part.dimension != Dimension::LedBy) {
            let sum = sums.entry((&cell.indicator, part.dimension)).or_insert((cell, 0));
            sum.1 += cell.figure.unwrap_or_default().value;
        }
    }
    let compared = sums
        .into_values()
        .filter_map(|(cell, sum)| Some((cell, whole(checked.cells, &cell.indicator, checked.unit)?, sum)));
    compared
        .filter(|(_, whole, sum)| whole != sum)
        .map(|(cell, whole, sum)| of(FindingKind::PartsDoNotAddUp, cell, whole, sum))
        .collect()
}

/// True if figures of units add up to that of the unit above: not shares, and not persons and producers, who may be
/// counted in two units and are one above.
pub(crate) fn adds_up(indicator: &Indicator) -> bool {
    !matches!(indicator.measure.as_str(), "percent" | "person" | "producer")
}

fn units_that_do_not_add_up(checked: &Checked<'_>) -> Vec<Finding> {
    if checked.below.is_empty() {
        return Vec::new();
    }
    let own = checked.cells.iter().filter(|cell| cell.part.is_none() && cell.unit == *checked.unit);
    own.filter(|cell| checked.indicators.of_code(&cell.indicator).is_ok_and(adds_up))
        .filter_map(|cell| {
            let below = checked.below.iter().map(|unit| whole(checked.cells, &cell.indicator, unit));
            Some((cell, cell.figure?.value, below.sum::<Option<i64>>()?))
        })
        .filter(|(_, whole, sum)| whole != sum)
        .map(|(cell, whole, sum)| of(FindingKind::UnitsDoNotAddUp, cell, whole, sum))
        .collect()
}

fn lower_reports_missing(checked: &Checked<'_>) -> Option<Finding> {
    let reported = |unit: &UnitId| checked.lower.iter().any(|lower| lower.unit == *unit);
    let missing: Vec<_> = checked.below.iter().filter(|unit| !reported(unit)).map(ToString::to_string).collect();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    (!missing.is_empty()).then(|| Finding {
        kind: FindingKind::LowerReportsMissing,
        indicator: String::new(),
        value: number(missing.len()),
        compared: number(checked.below.len()),
        units: missing,
    })
}

fn lower_reports_that_differ(checked: &Checked<'_>) -> Vec<Finding> {
    let reported = checked.lower.iter().flat_map(|lower| lower.cells.iter().filter(|cell| cell.unit == lower.unit));
    reported
        .filter(|cell| cell.part.is_none())
        .filter_map(|cell| Some((cell, cell.figure?.value, whole(checked.cells, &cell.indicator, &cell.unit)?)))
        .filter(|(_, reported, now)| reported != now)
        .map(|(cell, reported, now)| of(FindingKind::LowerReportDiffers, cell, reported, now))
        .collect()
}

impl Finding {
    /// The finding in words; `title` is what its indicator is called.
    pub(crate) fn told(&self, title: &Text) -> Text {
        let Self { value, compared, .. } = self;
        let (vi, en) = (&title.vi, &title.en);
        let unit = self.units.first().map_or("", String::as_str);
        match self.kind {
            FindingKind::PartsDoNotAddUp => Text::new(
                format!("{vi}: tổng các phần là {compared}, không bằng số chung {value}."),
                format!("{en}: the parts add up to {compared}, the whole is {value}."),
            ),
            FindingKind::UnitsDoNotAddUp => Text::new(
                format!("{vi}: tổng các đơn vị trực thuộc là {compared}, không bằng số của đơn vị {value}."),
                format!("{en}: the units below add up to {compared}, the unit's figure is {value}."),
            ),
            FindingKind::LowerReportsMissing => Text::new(
                format!("{value} trên {compared} đơn vị trực thuộc chưa có báo cáo được tiếp nhận."),
                format!("{value} of {compared} units below have no accepted report."),
            ),
            FindingKind::LowerReportDiffers => Text::new(
                format!("{vi}: đơn vị {unit} đã báo cáo {value}, hệ thống hiện ghi {compared}."),
                format!("{en}: the unit {unit} reported {value}, the record has {compared} now."),
            ),
            FindingKind::NothingDeclared => Text::new(
                format!("{vi}: khai không phát sinh nhưng hệ thống ghi {value}."),
                format!("{en}: nothing was declared, but the record has {value}."),
            ),
            FindingKind::RecordsUnsound => Text::new(
                format!("{vi}: có {value} bản ghi cần kiểm tra."),
                format!("{en}: {value} records are to be looked at."),
            ),
            FindingKind::SamplesIncluded => Text::new(
                format!("{vi}: {value} trên {compared} là dữ liệu mẫu."),
                format!("{en}: {value} of {compared} stem from samples."),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cells::Part;
    use crate::domain::figures::Figure;
    use crate::domain::indicators::built_in;

    fn unit(written: &str) -> UnitId {
        written.parse().expect("a unit")
    }

    fn cell(indicator: &str, of: &str, value: i64) -> Cell {
        let figure = Some(Figure { value, ..Figure::default() });
        Cell { indicator: indicator.to_owned(), unit: unit(of), part: None, figure }
    }

    fn star(key: &str, value: i64) -> Cell {
        let part = Some(Part { dimension: Dimension::Star, key: key.to_owned() });
        Cell { part, ..cell("products_valid", "2025:11", value) }
    }

    fn found(cells: &[Cell], lower: &[LowerReport], nothing_to_report: bool) -> Vec<(FindingKind, i64, i64)> {
        let below = [unit("2025:00001"), unit("2025:00002")];
        let province = unit("2025:11");
        let checked = Checked {
            indicators: built_in(),
            unit: &province,
            below: &below,
            cells,
            lower,
            nothing_to_report,
            unsound: &[],
        };
        findings(&checked).into_iter().map(|finding| (finding.kind, finding.value, finding.compared)).collect()
    }

    fn reported(value: [i64; 2]) -> Vec<LowerReport> {
        let of = |written: &str, value: i64| LowerReport {
            unit: unit(written),
            cells: vec![cell("products_valid", written, value)],
        };
        vec![of("2025:00001", value[0]), of("2025:00002", value[1])]
    }

    fn sound() -> Vec<Cell> {
        vec![
            cell("products_valid", "2025:11", 5),
            star("3", 4),
            star("4", 1),
            cell("products_valid", "2025:00001", 2),
            cell("products_valid", "2025:00002", 3),
        ]
    }

    #[test]
    fn what_adds_up_and_was_reported_below_is_sound() {
        assert_eq!(found(&sound(), &reported([2, 3]), false), []);
    }

    #[test]
    fn each_fault_is_found() {
        let changed = |place: usize, value: i64| {
            let mut cells = sound();
            cells[place].figure = Some(Figure { value, ..Figure::default() });
            cells
        };
        assert_eq!(found(&changed(1, 3), &reported([2, 3]), false), [(FindingKind::PartsDoNotAddUp, 5, 4)]);
        let one_less = changed(3, 1);
        assert_eq!(found(&one_less, &reported([1, 3]), false), [(FindingKind::UnitsDoNotAddUp, 5, 4)]);
        assert_eq!(found(&sound(), &reported([2, 3])[..1], false), [(FindingKind::LowerReportsMissing, 1, 2)]);
        assert_eq!(found(&sound(), &reported([2, 9]), false), [(FindingKind::LowerReportDiffers, 9, 3)]);
    }

    #[test]
    fn nothing_to_report_is_held_against_what_happened() {
        let mut cells = sound();
        assert_eq!(found(&cells, &reported([2, 3]), true), [], "what stands on a day did not happen in the period");
        cells.extend(["2025:11", "2025:00001"].map(|of| cell("products_recognised", of, 1)));
        cells.push(cell("products_recognised", "2025:00002", 0));
        assert_eq!(found(&cells, &reported([2, 3]), true), [(FindingKind::NothingDeclared, 1, 0)]);
    }

    #[test]
    fn samples_are_told() {
        let mut cells = sound();
        cells[0].figure = Some(Figure { value: 5, uncertain: 0, sample: 2 });
        assert_eq!(found(&cells, &reported([2, 3]), false), [(FindingKind::SamplesIncluded, 2, 5)]);
    }
}
