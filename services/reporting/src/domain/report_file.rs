//! Files of reports: what they are for, what of the figures is in them, and what they are called.

use platform::blobs::Digest;

use super::cells::{Cell, Dimension};
use super::indicators::Indicators;
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

/// Which cells of a report are not in a file, by place.
pub(crate) fn suppressed(report: &Report, cells: &[Cell], indicators: &Indicators, purpose: Purpose) -> Vec<bool> {
    if purpose == Purpose::Submission {
        return vec![false; cells.len()];
    }
    let counted = |cell: &Cell| Counted {
        value: cell.figure.unwrap_or_default().value,
        of_people: counts_people(cell, indicators),
    };
    let table = Table { figures: cells.iter().map(counted).collect(), sums: sums(report, cells) };
    let mut hidden = hidden(&table);
    for place in 0..cells.len() {
        hidden[place] |= is_share_of_few(cells, &hidden, place, indicators);
    }
    hidden
}

/// True if a cell counts people, or tells what those who lead producers are.
fn counts_people(cell: &Cell, indicators: &Indicators) -> bool {
    let of_leaders = cell.part.as_ref().is_some_and(|part| part.dimension == Dimension::LedBy);
    let measure = indicators.of_code(&cell.indicator).map(|indicator| indicator.measure.as_str());
    of_leaders || matches!(measure, Ok("person" | "attendance"))
}

/// The sums of a report: each whole by each dimension, and by the units below.
fn sums(report: &Report, cells: &[Cell]) -> Vec<Sum> {
    let mut sums = Vec::new();
    let is_own = |cell: &Cell| cell.unit == report.unit;
    for (whole, cell) in cells.iter().enumerate().filter(|(_, cell)| is_own(cell) && cell.part.is_none()) {
        let of_indicator = || cells.iter().enumerate().filter(|(_, other)| other.indicator == cell.indicator);
        for dimension in Dimension::ALL.into_iter().filter(|dimension| *dimension != Dimension::LedBy) {
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

/// True for a share of leaders, if so few lead that it would tell of one of them, or if how many were trained is hidden.
fn is_share_of_few(cells: &[Cell], hidden: &[bool], place: usize, indicators: &Indicators) -> bool {
    /// Shares of fewer are not shown.
    const FEW: i64 = 5;
    let share = &cells[place];
    let is_share = indicators.of_code(&share.indicator).is_ok_and(|indicator| indicator.measure == "percent");
    if !is_share || share.figure.is_none() {
        return false;
    }
    let whole = |indicator: &str| {
        let is_it = |cell: &Cell| cell.indicator == indicator && cell.unit == share.unit && cell.part.is_none();
        cells.iter().position(is_it)
    };
    let few_lead = whole("producers_with_valid_product")
        .and_then(|place| cells[place].figure)
        .is_none_or(|figure| figure.value < FEW);
    few_lead || whole("leaders_trained_people").is_some_and(|place| hidden[place])
}
