//! Files of reports: what they are for, what of the figures is in them, and what they are called.

use platform::access::UnitId;
use platform::blobs::Digest;

use super::cells::{Cell, Dimension};
use super::indicators::{Formula, Indicator, Indicators};
use super::report::{Report, ReportId, Sign};
use super::suppression::{Counted, Sum, Table, hidden};

platform::id_type! {
    /// Identity of a file of a report.
    ReportFileId
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// For the level above: every figure is in it.
    Submission,
    /// For the public: figures of few people are not in it, nor what would tell them.
    Publication,
}

impl Purpose {
    /// Its name, as databases and files have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Publication => "publication",
        }
    }

    /// The purpose of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Submission, Self::Publication].into_iter().find(|purpose| purpose.name() == name)
    }
}

/// Format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Csv,
}

impl Format {
    /// Its name, which is also what file names end in.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// Its media type.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The format of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Xlsx, Self::Csv].into_iter().find(|format| format.name() == name)
    }
}

/// A file of a report, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportFile {
    pub(crate) id: ReportFileId,
    pub(crate) report: ReportId,
    pub(crate) purpose: Purpose,
    pub(crate) format: Format,
    pub(crate) name: String,
    /// In hexadecimal digits.
    pub(crate) sha256: String,
    pub(crate) size: i64,
    /// Figures that are not in it.
    pub(crate) suppressed: i32,
    pub(crate) issued: Sign,
}

/// The hash of a file's bytes, in hexadecimal digits.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

/// What a file is called, such as `ocop_progress_2025-11_L2026-Q3.xlsx`.
pub(crate) fn name_of(report: &Report, purpose: Purpose, format: Format) -> String {
    let unit = report.unit.to_string().replace(':', "-");
    let amendment = if report.number > 1 { format!("_bo-sung-{}", report.number - 1) } else { String::new() };
    let public = if purpose == Purpose::Publication { "_cong-bo" } else { "" };
    format!("{}_{unit}_{}{amendment}{public}.{}", report.form, report.period, format.name())
}

/// Which cells of a unit, its parts and the units below are not in a file, by place.
pub(crate) fn suppressed(own: &UnitId, cells: &[Cell], indicators: &Indicators, purpose: Purpose) -> Vec<bool> {
    if purpose == Purpose::Submission {
        return vec![false; cells.len()];
    }
    let counted = |cell: &Cell| Counted {
        value: cell.figure.unwrap_or_default().value,
        of_people: counts_people(cell, indicators),
    };
    let table = Table { figures: cells.iter().map(counted).collect(), sums: sums(own, cells) };
    let mut hidden = hidden(&table);
    for (place, hidden) in hidden.iter_mut().enumerate() {
        *hidden |= is_share_of_few(cells, place, indicators);
    }
    hidden
}

/// True if a cell counts people, or tells what those who lead producers are.
fn counts_people(cell: &Cell, indicators: &Indicators) -> bool {
    let of_leaders = cell.part.as_ref().is_some_and(|part| part.dimension == Dimension::LedBy);
    let measure = indicators.of_code(&cell.indicator).map(|indicator| indicator.measure.as_str());
    of_leaders || matches!(measure, Ok("person" | "attendance"))
}

/// The sums of them: each whole by each dimension, and by the units below.
fn sums(own: &UnitId, cells: &[Cell]) -> Vec<Sum> {
    let mut sums = Vec::new();
    let is_own = |cell: &Cell| cell.unit == *own;
    for (whole, cell) in cells.iter().enumerate().filter(|(_, cell)| is_own(cell) && cell.part.is_none()) {
        let of_indicator = || cells.iter().enumerate().filter(|(_, other)| other.indicator == cell.indicator);
        for dimension in Dimension::ALL.iter().copied().filter(|dimension| *dimension != Dimension::LedBy) {
            let is_part = |other: &Cell| other.part.as_ref().is_some_and(|part| part.dimension == dimension);
            let parts = of_indicator().filter(|(_, other)| is_own(other) && is_part(other)).map(|(place, _)| place);
            sums.push(Sum { whole, parts: parts.collect() });
        }
        let below = of_indicator().filter(|(_, other)| !is_own(other) && other.part.is_none()).map(|(place, _)| place);
        sums.push(Sum { whole, parts: below.collect() });
    }
    sums.retain(|sum| !sum.parts.is_empty());
    sums
}

/// True for a share that tells of few persons: that few of them are what it counts, or that few are not.
fn is_share_of_few(cells: &[Cell], place: usize, indicators: &Indicators) -> bool {
    /// Fewer persons are not shown.
    const FEW: i64 = 5;
    let share = &cells[place];
    let Ok(Indicator { formula: Formula::Share(of, whole), .. }) = indicators.of_code(&share.indicator) else {
        return false;
    };
    let counting = indicators.all.iter().find(|known| known.formula == Formula::Count(whole.clone()));
    let is_led_by = of.part.as_ref().is_some_and(|part| part.dimension == Dimension::LedBy);
    let of_persons = is_led_by || counting.is_none_or(|known| known.measure == "person");
    let Some(figure) = share.figure.filter(|_| of_persons) else { return false };
    let is_whole = |cell: &&Cell| {
        cell.unit == share.unit && cell.part.is_none() && counting.is_some_and(|known| known.code == cell.indicator)
    };
    let Some(whole) = cells.iter().find(is_whole).and_then(|cell| cell.figure) else { return true };
    let some = (figure.value * whole.value + 5_000) / 10_000;
    whole.value < FEW || [some, whole.value - some].iter().any(|persons| (1..FEW).contains(persons))
}
