//! Figures that were published before there was a record. They stand beside it; nothing is computed from them.

use std::sync::LazyLock;

use chrono::{Days as DayCount, NaiveDate};
use platform::access::UnitId;
use platform::error::Text;
use serde::Deserialize;

use super::cells::{Dimension, Part};

/// A figure that somebody published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublishedFigure {
    pub(crate) indicator: String,
    pub(crate) unit: UnitId,
    /// Year or month, such as `2019` or `2024-04`.
    pub(crate) as_of: String,
    /// None for a whole.
    pub(crate) part: Option<Part>,
    /// None where a share was published.
    pub(crate) value: Option<i64>,
    /// Of the whole, in hundredths of a percent; none where a figure was published.
    pub(crate) share_hundredths: Option<i64>,
    pub(crate) source: Text,
}

#[derive(Deserialize)]
struct File {
    source: Vec<Source>,
    figure: Vec<Row>,
}

#[derive(Deserialize)]
struct Source {
    code: String,
    title: Bilingual,
}

#[derive(Deserialize)]
struct Bilingual {
    vi: String,
    en: String,
}

#[derive(Deserialize)]
struct Row {
    source: String,
    indicator: String,
    unit: String,
    as_of: String,
    part: Option<PartRow>,
    value: Option<i64>,
    share: Option<i64>,
}

#[derive(Deserialize)]
struct PartRow {
    dimension: String,
    key: String,
}

static FIGURES: LazyLock<Vec<PublishedFigure>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../facts/published.toml")).expect("the file was read by a test");
    let title = |code: &str| {
        let source = file.source.iter().find(|source| source.code == code).expect("the file was read by a test");
        Text::new(&*source.title.vi, &*source.title.en)
    };
    let figure = |row: &Row| PublishedFigure {
        indicator: row.indicator.clone(),
        unit: row.unit.parse().expect("the file was read by a test"),
        as_of: row.as_of.clone(),
        part: row.part.as_ref().map(|part| Part {
            dimension: Dimension::of_name(&part.dimension).expect("the file was read by a test"),
            key: part.key.clone(),
        }),
        value: row.value,
        share_hundredths: row.share,
        source: title(&row.source),
    };
    file.figure.iter().map(figure).collect()
});

/// The published figures known.
pub(crate) fn known() -> &'static [PublishedFigure] {
    &FIGURES
}

impl PublishedFigure {
    /// The last day of the time it is about.
    pub(crate) fn last_day(&self) -> NaiveDate {
        let mut written = self.as_of.splitn(2, '-').map(|number| number.parse::<u32>().unwrap_or_default());
        let year = written.next().and_then(|year| i32::try_from(year).ok()).unwrap_or_default();
        let first_of_next = match written.next() {
            None | Some(12) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
            Some(month) => NaiveDate::from_ymd_opt(year, month + 1, 1),
        };
        first_of_next.unwrap_or(NaiveDate::MAX) - DayCount::new(1)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike as _;

    use super::*;
    use crate::domain::indicators;

    #[test]
    fn each_is_a_figure_or_a_share_of_an_indicator_at_a_time_with_its_source() {
        assert_eq!(known().len(), 12);
        for figure in known() {
            assert!(indicators::built_in().of_code(&figure.indicator).is_ok(), "{}", figure.indicator);
            assert_ne!(figure.value.is_some(), figure.share_hundredths.is_some(), "{figure:?}");
            assert!(!figure.source.vi.is_empty() && !figure.source.en.is_empty());
            assert!((2018..=2026).contains(&figure.last_day().year()), "{figure:?}");
        }
    }

    #[test]
    fn a_time_ends_on_its_last_day() {
        let last_day = |as_of: &str| PublishedFigure { as_of: as_of.to_owned(), ..known()[0].clone() }.last_day();
        assert_eq!(last_day("2019").to_string(), "2019-12-31");
        assert_eq!(last_day("2023-02").to_string(), "2023-02-28");
        assert_eq!(last_day("2024-12").to_string(), "2024-12-31");
    }
}
