//! What is measured.

use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::error::Text;
use serde::Deserialize;

use crate::error::Error;

/// How a figure is computed from the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    ProductsRecognised,
    OfficialsTrainedPeople,
    OfficialsTrainedAttendances,
    LeadersTrainedCoverage,
    LeadersTrainedPeople,
    LeadersTrainedAttendances,
    ProductsValid,
    CertificatesIssued,
    ProducersWithValidProduct,
    CommunesWithValidProduct,
    ProducersRegistered,
    ProductsRegistered,
    /// No service records what it would be computed from.
    NotRecorded,
}

impl Kind {
    /// True if the figure grows through a phase, so that a pace can be told.
    pub(crate) fn accumulates(self) -> bool {
        matches!(self, Self::ProductsRecognised | Self::OfficialsTrainedPeople | Self::OfficialsTrainedAttendances)
    }
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indicator {
    pub(crate) code: String,
    pub(crate) kind: Kind,
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
struct File {
    programme_began: NaiveDate,
    recorded_recognitions_hold_months: u32,
    indicator: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    kind: Kind,
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
        kind: row.kind,
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
        }
    }
}
