//! Periods that reports are about: months, quarters, half-years and years of the law or of the calendar, and any interval.
//!
//! A period is written `L2026-M03` (March by the law: 15 February to 14 March), `L2026-Q1`, `L2026-H1`, `L2026`; `C` in place
//! of `L` for the calendar; an interval by its days as ISO 8601 has it, `2021-01-01/2030-12-31`.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days as DayCount, NaiveDate};
use platform::error::Text;
use serde::Deserialize;

use super::days::Days;

/// How months are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Scheme {
    /// As Decree 09/2019/NĐ-CP has it.
    Legal,
    /// As the calendar has it.
    Calendar,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Span {
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Span {
    /// Every span, the shortest first.
    pub(crate) const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::HalfYear, Self::Year];

    /// How many months it has.
    pub(crate) fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    fn letter(self) -> &'static str {
        match self {
            Self::Month => "M",
            Self::Quarter => "Q",
            Self::HalfYear => "H",
            Self::Year => "",
        }
    }
}

/// A period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Period {
    /// One of those a year is cut into.
    Of {
        scheme: Scheme,
        span: Span,
        year: i32,
        /// Its number within the year, from 1.
        number: u32,
    },
    /// Any interval.
    Interval(Days),
}

#[derive(Deserialize)]
struct File {
    scheme: Vec<SchemeRow>,
    phase: Vec<Phase>,
}

#[derive(Deserialize)]
struct SchemeRow {
    letter: String,
    month_begins_on: u32,
}

/// A phase of the programme.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Phase {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    /// Decision that sets it.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people, and by a test that it is there"))]
    pub(crate) source: String,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../../facts/periods.toml")).expect("the file was read by a test"));

/// The phases of the programme.
pub(crate) fn phases() -> &'static [Phase] {
    &FILE.phase
}

impl Scheme {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Legal, Self::Calendar];

    fn letter(self) -> &'static str {
        match self {
            Self::Legal => "L",
            Self::Calendar => "C",
        }
    }

    /// The day on which a month begins: in the month before, unless it is the first.
    fn month_begins_on(self) -> u32 {
        let row = FILE.scheme.iter().find(|row| row.letter == self.letter());
        row.expect("the file was read by a test").month_begins_on
    }

    /// First day of a month, counted from January of the year as 0.
    fn month_begins(self, year: i32, month0: i32) -> NaiveDate {
        let begins_on = self.month_begins_on();
        let months = year * 12 + month0 - i32::from(begins_on > 1);
        let month = u32::try_from(months.rem_euclid(12) + 1).expect("a month");
        NaiveDate::from_ymd_opt(months.div_euclid(12), month, begins_on).expect("a day of every month")
    }
}

impl Period {
    /// The days of it.
    pub(crate) fn days(self) -> Days {
        match self {
            Self::Interval(days) => days,
            Self::Of { scheme, span, year, number } => {
                let month = |number: u32| i32::try_from(number * span.months()).expect("a month of a year");
                let (from, next) = (month(number - 1), month(number));
                Days { from: scheme.month_begins(year, from), to: scheme.month_begins(year, next) - DayCount::new(1) }
            }
        }
    }

    /// The period of a span that a day lies in.
    pub(crate) fn containing(scheme: Scheme, span: Span, day: NaiveDate) -> Self {
        // The month of the law is the one the period ends in.
        let begun = scheme.month_begins_on() > 1 && day.day() >= scheme.month_begins_on();
        let months = day.year() * 12 + i32::try_from(day.month0()).expect("a month") + i32::from(begun);
        let month0 = u32::try_from(months.rem_euclid(12)).expect("a month");
        Self::Of { scheme, span, year: months.div_euclid(12), number: month0 / span.months() + 1 }
    }

    /// The period so many later, or earlier if negative; an interval has none beside it.
    pub(crate) fn shifted(self, by: i32) -> Option<Self> {
        let Self::Of { scheme, span, year, number } = self else { return None };
        let a_year = i32::try_from(12 / span.months()).expect("few");
        let counted = year * a_year + i32::try_from(number).expect("few") - 1 + by;
        let number = u32::try_from(counted.rem_euclid(a_year) + 1).expect("few");
        Some(Self::Of { scheme, span, year: counted.div_euclid(a_year), number })
    }

    /// The periods of a shorter span it is made of; none for an interval, or a span that is not shorter.
    #[cfg(test)]
    pub(crate) fn parts(self, of: Span) -> Vec<Self> {
        let Self::Of { scheme, span, year, number } = self else { return Vec::new() };
        if of >= span {
            return Vec::new();
        }
        let each = span.months() / of.months();
        let first = (number - 1) * each + 1;
        (first..first + each).map(|number| Self::Of { scheme, span: of, year, number }).collect()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interval(days) => write!(formatter, "{}/{}", days.from, days.to),
            Self::Of { scheme, span: Span::Year, year, .. } => write!(formatter, "{}{year:04}", scheme.letter()),
            Self::Of { scheme, span: Span::Month, year, number } => {
                write!(formatter, "{}{year:04}-M{number:02}", scheme.letter())
            }
            Self::Of { scheme, span, year, number } => {
                write!(formatter, "{}{year:04}-{}{number}", scheme.letter(), span.letter())
            }
        }
    }
}

impl FromStr for Period {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let read = if written.contains('/') { interval(written) } else { of_year(written) };
        // What is read is written as it was: no leading zeros left out, nothing behind.
        read.filter(|period| period.to_string() == written).ok_or_else(|| {
            Text::new(
                "Kỳ phải viết như L2026-M03, L2026-Q1, L2026-H1, L2026 (C thay L cho năm dương lịch) hoặc 2021-01-01/2030-12-31.",
                "A period is written like L2026-M03, L2026-Q1, L2026-H1, L2026 (C for L by the calendar) or 2021-01-01/2030-12-31.",
            )
        })
    }
}

fn interval(written: &str) -> Option<Period> {
    let (from, to) = written.split_once('/')?;
    let days = Days { from: from.parse().ok()?, to: to.parse().ok()? };
    (days.from <= days.to).then_some(Period::Interval(days))
}

fn of_year(written: &str) -> Option<Period> {
    let scheme = Scheme::ALL.into_iter().find(|scheme| written.starts_with(scheme.letter()))?;
    let (year, within) =
        written[1..].split_once('-').map_or((&written[1..], None), |(year, within)| (year, Some(within)));
    let year: i32 = year.parse().ok().filter(|year| (2000..=2200).contains(year))?;
    let Some(within) = within else { return Some(Period::Of { scheme, span: Span::Year, year, number: 1 }) };
    let spans = [Span::Month, Span::Quarter, Span::HalfYear];
    let span = spans.into_iter().find(|span| within.starts_with(span.letter()))?;
    let number: u32 = within[1..].parse().ok()?;
    (1..=12 / span.months()).contains(&number).then_some(Period::Of { scheme, span, year, number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::HalfMonth;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn period(written: &str) -> Period {
        written.parse().expect("a period")
    }

    #[test]
    fn the_days_of_the_decree() {
        for (written, from, to) in [
            ("L2026-M03", "2026-02-15", "2026-03-14"),
            ("L2026-M01", "2025-12-15", "2026-01-14"),
            ("L2026-Q1", "2025-12-15", "2026-03-14"),
            ("L2026-H1", "2025-12-15", "2026-06-14"),
            ("L2026-H2", "2026-06-15", "2026-12-14"),
            ("L2026", "2025-12-15", "2026-12-14"),
            ("C2026-M02", "2026-02-01", "2026-02-28"),
            ("C2024-Q1", "2024-01-01", "2024-03-31"),
            ("C2026", "2026-01-01", "2026-12-31"),
            ("2021-01-01/2030-12-31", "2021-01-01", "2030-12-31"),
        ] {
            let days = period(written).days();
            assert_eq!((days.from, days.to), (day(from), day(to)), "{written}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for written in [
            "",
            "L",
            "X2026",
            "2026",
            "L26",
            "L2026-",
            "L2026-M0",
            "L2026-M1",
            "L2026-M13",
            "L2026-Q5",
            "L2026-H3",
            "L2026-Q01",
            "L2026-M03 ",
            "L+2026",
            "2026-01-02/2026-01-01",
            "2026-01-01/",
            "2026-1-1/2026-01-02",
            "Lé2026",
            "L2026-é",
        ] {
            assert!(written.parse::<Period>().is_err(), "{written}");
        }
    }

    /// Over twenty years: every day lies in one period of each span, periods follow each other without gap, are made of
    /// their parts and of whole half months, and are read as they are written.
    #[test]
    fn periods_cut_time_without_gap_or_overlap() {
        for scheme in Scheme::ALL {
            for span in Span::ALL {
                let mut period = Period::containing(scheme, span, day("2016-01-01"));
                let mut today = period.days().from;
                while today < day("2036-12-31") {
                    let days = period.days();
                    assert_eq!(days.from, today, "{period} begins where the one before ended");
                    while today <= days.to {
                        assert_eq!(Period::containing(scheme, span, today), period, "{today}");
                        today = today + DayCount::new(1);
                    }
                    assert_eq!(HalfMonth::of(days.from).first_day(), days.from, "{period}");
                    assert_eq!(HalfMonth::of(days.to).next().first_day(), days.to + chrono::Days::new(1), "{period}");
                    assert_eq!(period.to_string().parse::<Period>().ok(), Some(period));
                    for part in Span::ALL {
                        let parts = period.parts(part);
                        if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                            assert_eq!((first.days().from, last.days().to), (days.from, days.to), "{period}");
                            assert!(parts.windows(2).all(|pair| pair[0].shifted(1) == Some(pair[1])), "{period}");
                        }
                    }
                    let next = period.shifted(1).expect("there is one");
                    assert_eq!(next.shifted(-1), Some(period));
                    period = next;
                }
            }
        }
    }

    #[test]
    fn the_phases_are_those_the_programme_knows() {
        let phases: Vec<_> = phases().iter().map(|phase| (phase.from.year(), phase.to.year())).collect();
        assert_eq!(phases, [(2018, 2020), (2021, 2025), (2021, 2030), (2026, 2035)]);
        assert!(super::phases().iter().all(|phase| !phase.source.is_empty()));
    }
}
