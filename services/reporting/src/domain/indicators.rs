//! What is measured: each indicator with the formula by which it follows from the sums of the ledger.

use std::str::FromStr;
use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::error::Text;
use serde::Deserialize;

use super::cells::{Dimension, Part};
use super::entries::{Basis, Measure};
use crate::error::Error;

/// A measure, or a part of it: `products_valid`, `products_valid[star=5]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Term {
    pub(crate) measure: Measure,
    pub(crate) part: Option<Part>,
}

/// How a figure follows from sums.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Formula {
    /// What is counted.
    Count(Term),
    /// The first as a share of the second, in hundredths of a percent.
    Share(Term, Term),
    /// Communes in which it is more than 0.
    CommunesWith(Term),
    /// What is counted in units that no longer are.
    InAbolishedUnits(Term),
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indicator {
    pub(crate) code: String,
    pub(crate) formula: Formula,
    /// True if it grows through an interval, so that a pace can be told.
    pub(crate) accumulates: bool,
    /// While none of these was recorded anywhere there is no figure; empty if nothing is always a true 0.
    pub(crate) known_since: Vec<Measure>,
    /// Unit of measure.
    pub(crate) measure: String,
    pub(crate) title: Text,
    pub(crate) legal_source: String,
}

/// The indicators, and what else figures rest on.
#[derive(Debug)]
pub(crate) struct Indicators {
    pub(crate) all: Vec<Indicator>,
    /// Nothing was recognised before this day.
    pub(crate) programme_began: NaiveDate,
    /// How long recognitions recorded under earlier rules hold.
    pub(crate) recorded_recognitions_hold_months: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    programme_began: NaiveDate,
    recorded_recognitions_hold_months: u32,
    indicator: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    formula: Formula,
    #[serde(default)]
    accumulates: bool,
    #[serde(default)]
    known_since: Vec<Term>,
    measure: String,
    title: Bilingual,
    legal_source: String,
}

#[derive(Deserialize)]
struct Bilingual {
    vi: String,
    en: String,
}

static INDICATORS: LazyLock<Indicators> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../facts/indicators.toml")).expect("the file was read by a test");
    let indicator = |row: Row| Indicator {
        code: row.code,
        formula: row.formula,
        accumulates: row.accumulates,
        known_since: row.known_since.into_iter().map(|term| term.measure).collect(),
        measure: row.measure,
        title: Text::new(row.title.vi, row.title.en),
        legal_source: row.legal_source,
    };
    Indicators {
        all: file.indicator.into_iter().map(indicator).collect(),
        programme_began: file.programme_began,
        recorded_recognitions_hold_months: file.recorded_recognitions_hold_months,
    }
});

/// The indicators built into this program.
pub(crate) fn built_in() -> &'static Indicators {
    &INDICATORS
}

impl Indicators {
    /// The indicator of a code.
    pub(crate) fn of_code(&self, code: &str) -> Result<&Indicator, Error> {
        let found = self.all.iter().find(|indicator| indicator.code == code);
        found.ok_or_else(|| Error::NoSuchIndicator { code: code.to_owned() })
    }
}

impl Indicator {
    /// The measures that it is computed from.
    pub(crate) fn measures(&self) -> Vec<Measure> {
        match &self.formula {
            Formula::Count(term) | Formula::CommunesWith(term) | Formula::InAbolishedUnits(term) => vec![term.measure],
            Formula::Share(part, whole) => vec![part.measure, whole.measure],
        }
    }

    /// What it may be split by, besides units: what all its measures may be.
    pub(crate) fn dimensions(&self) -> Vec<Dimension> {
        match &self.formula {
            Formula::Count(Term { measure, part: None }) => measure.dimensions().to_vec(),
            Formula::Share(Term { measure, part: None }, whole) => {
                let both = |dimension: &Dimension| whole.measure.dimensions().contains(dimension);
                measure.dimensions().iter().copied().filter(both).collect()
            }
            _ => Vec::new(),
        }
    }

    /// True if figures of units add up to that of the unit above: if nothing is counted once that could be in two of them, and
    /// nothing is a share.
    pub(crate) fn adds_up(&self) -> bool {
        match &self.formula {
            Formula::Count(term) => matches!(term.measure.basis(), Basis::State | Basis::Flow),
            Formula::Share(..) => false,
            Formula::CommunesWith(_) | Formula::InAbolishedUnits(_) => true,
        }
    }

    /// True if persons are counted: of two units' figures nobody knows who is in both.
    pub(crate) fn counts_people(&self) -> bool {
        matches!(&self.formula, Formula::Count(term) if self.measure == "person" && !self.adds_up() && term.part.is_none())
    }

    /// True if it tells what happened in an interval; false if it tells what is on the interval's last day.
    pub(crate) fn is_of_interval(&self) -> bool {
        self.measures().iter().any(|measure| matches!(measure.basis(), Basis::Flow | Basis::Distinct))
    }
}

impl FromStr for Term {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let unknown = || format!("{written} is no measure, nor a part of one");
        let (measure, part) = match written.strip_suffix(']').and_then(|written| written.split_once('[')) {
            None => (written, None),
            Some((measure, part)) => (measure, Some(part.split_once('=').ok_or_else(unknown)?)),
        };
        let measure = Measure::of_name(measure).ok_or_else(unknown)?;
        let Some((dimension, key)) = part else { return Ok(Self { measure, part: None }) };
        let dimension = Dimension::of_name(dimension).filter(|dimension| measure.dimensions().contains(dimension));
        let part = Part { dimension: dimension.ok_or_else(unknown)?, key: key.to_owned() };
        Ok(Self { measure, part: Some(part) })
    }
}

impl TryFrom<String> for Term {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        written.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_texts_are_there_in_both_languages() {
        let indicators = &built_in().all;
        let codes: std::collections::BTreeSet<_> = indicators.iter().map(|indicator| &indicator.code).collect();
        assert_eq!(codes.len(), indicators.len());
        for indicator in indicators {
            assert!(!indicator.title.vi.is_empty() && !indicator.title.en.is_empty(), "{}", indicator.code);
            assert!(!indicator.legal_source.is_empty() && !indicator.measure.is_empty(), "{}", indicator.code);
        }
    }

    #[test]
    fn every_measure_is_of_some_indicator() {
        let used: std::collections::BTreeSet<_> = built_in().all.iter().flat_map(Indicator::measures).collect();
        for measure in Measure::ALL {
            assert!(used.contains(measure), "{measure:?}");
        }
    }

    #[test]
    fn terms_are_measures_or_parts_of_them() {
        let term: Term = "products_valid[star=5]".parse().expect("a term");
        assert_eq!(term.part, Some(Part { dimension: Dimension::Star, key: "5".to_owned() }));
        for written in
            ["", "nothing", "products_valid[star]", "products_valid[official_level=province]", "products_valid["]
        {
            assert!(written.parse::<Term>().is_err(), "{written}");
        }
    }
}
