//! What is reported at regular times: forms, the periods they are for, and until when.

use std::sync::LazyLock;

use chrono::{Days as DayCount, NaiveDate};
use platform::access::{UnitId, UnitTable};
use platform::error::Text;
use serde::Deserialize;

use super::indicators::{Indicator, built_in};
use super::periods::{Period, Scheme, Span};
use crate::error::Error;

/// Whose report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    Commune,
    Province,
    Ministry,
}

impl Level {
    /// The level of a unit on a day; none of one that did not exist then, and of a district, which never reported.
    pub(crate) fn of(unit: &UnitId, units: &UnitTable, day: NaiveDate) -> Option<Self> {
        if unit.is_country() {
            return Some(Self::Ministry);
        }
        units.at(unit, day).and_then(|_| match unit.code().len() {
            2 => Some(Self::Province),
            5 => Some(Self::Commune),
            _ => None,
        })
    }
}

/// A form.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) code: String,
    pub(crate) title: Text,
    pub(crate) source: String,
    schemes: Vec<Scheme>,
    spans: Vec<Span>,
    pub(crate) indicators: Vec<&'static Indicator>,
}

#[derive(Deserialize)]
struct File {
    form: Vec<FormRow>,
    due: Vec<Due>,
}

#[derive(Deserialize)]
struct FormRow {
    code: String,
    title: Bilingual,
    source: String,
    schemes: Vec<String>,
    spans: Vec<String>,
    indicators: Vec<String>,
}

#[derive(Deserialize)]
struct Bilingual {
    vi: String,
    en: String,
}

#[derive(Deserialize)]
struct Due {
    valid_from: NaiveDate,
    level: Level,
    days: u64,
}

struct Known {
    forms: Vec<Form>,
    dues: Vec<Due>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../facts/reports.toml")).expect("the file was read by a test");
    Known { forms: file.form.into_iter().map(form).collect(), dues: file.due }
});

fn form(row: FormRow) -> Form {
    let scheme = |letter: &String| match letter.as_str() {
        "L" => Scheme::Legal,
        _ => Scheme::Calendar,
    };
    let span = |name: &String| match name.as_str() {
        "month" => Span::Month,
        "quarter" => Span::Quarter,
        "half_year" => Span::HalfYear,
        _ => Span::Year,
    };
    let indicator = |code: &String| built_in().of_code(code).expect("the file was read by a test");
    Form {
        code: row.code,
        title: Text::new(row.title.vi, row.title.en),
        source: row.source,
        schemes: row.schemes.iter().map(scheme).collect(),
        spans: row.spans.iter().map(span).collect(),
        indicators: row.indicators.iter().map(indicator).collect(),
    }
}

/// All forms.
pub(crate) fn all() -> &'static [Form] {
    &KNOWN.forms
}

/// The form of a code.
pub(crate) fn of_code(code: &str) -> Result<&'static Form, Error> {
    all().iter().find(|form| form.code == code).ok_or_else(|| Error::NoSuchReportForm { code: code.to_owned() })
}

impl Form {
    /// Refuses a period that the form is not for.
    pub(crate) fn must_take(&self, period: Period) -> Result<(), Error> {
        match period {
            Period::Of { scheme, span, .. } if self.schemes.contains(&scheme) && self.spans.contains(&span) => Ok(()),
            _ => Err(Error::ReportPeriodWrong { period: period.to_string(), form: self.code.clone() }),
        }
    }

    /// An example of each kind of period it is for.
    pub(crate) fn examples(&self) -> Vec<Period> {
        let day = NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        let of = |scheme: &Scheme| self.spans.iter().map(|span| Period::containing(*scheme, *span, day)).collect();
        self.schemes.iter().flat_map(|scheme| -> Vec<_> { of(scheme) }).collect()
    }
}

/// The day until which a report of a level about a period is to be approved.
pub(crate) fn due_on(level: Level, period: Period) -> NaiveDate {
    let last_day = period.days().to;
    let in_force = KNOWN.dues.iter().filter(|due| due.level == level && due.valid_from <= last_day);
    let days = in_force.max_by_key(|due| due.valid_from).map_or(0, |due| due.days);
    last_day + DayCount::new(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_indicators_and_periods_and_every_level_is_due_some_day() {
        for form in all() {
            assert!(!form.indicators.is_empty() && form.examples().len() == 8, "{}", form.code);
            assert!(form.examples().into_iter().all(|period| form.must_take(period).is_ok()));
            assert!(form.must_take("2021-01-01/2030-12-31".parse().expect("a period")).is_err());
        }
        let period: Period = "L2026-Q3".parse().expect("a period");
        let due = |level| due_on(level, period).to_string();
        assert_eq!(due(Level::Commune), "2026-09-17");
        assert_eq!(due(Level::Province), "2026-09-20");
        assert_eq!(due(Level::Ministry), "2026-09-25");
    }
}
