//! What cells of a workbook hold, as text: numbers as they are read, days as 31/12/2026.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

/// How numbers are shown that are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Day { since_1904: bool },
}

/// Which styles show numbers as days.
#[derive(Debug, Default)]
pub(super) struct Dates {
    since_1904: bool,
    formats: HashMap<u32, bool>,
    styles: Vec<bool>,
}

impl Dates {
    /// Days are counted from 1904, or from 1900.
    pub(super) fn counted_from(since_1904: bool) -> Self {
        Self { since_1904, ..Self::default() }
    }

    /// A format of the workbook's own.
    pub(super) fn format(&mut self, id: u32, code: &str) {
        self.formats.insert(id, tells_a_day(code));
    }

    /// The format of the next style.
    pub(super) fn style(&mut self, format: u32) {
        let day = self.formats.get(&format).copied();
        // The numbers of formats that every program knows: 14 to 17 and 22, and those of East Asian days.
        self.styles.push(day.unwrap_or(matches!(format, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58)));
    }

    pub(super) fn is_too_many(&self) -> bool {
        self.styles.len() > 100_000 || self.formats.len() > 100_000
    }

    pub(super) fn is_date(&self, style: Option<&str>) -> Shown {
        let style = style.and_then(|style| style.parse::<usize>().ok()).unwrap_or(0);
        if self.styles.get(style).copied().unwrap_or(false) {
            Shown::Day { since_1904: self.since_1904 }
        } else {
            Shown::Number
        }
    }
}

/// True if a format has a day or a year outside of what it quotes.
fn tells_a_day(code: &str) -> bool {
    let mut letters = code.chars();
    let mut found = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => drop(letters.by_ref().find(|letter| *letter == '"')),
            '[' => drop(letters.by_ref().find(|letter| *letter == ']')),
            '\\' | '_' | '*' => drop(letters.next()),
            'd' | 'D' | 'y' | 'Y' => found = true,
            _ => {}
        }
    }
    found
}

/// A number as people read it.
pub(super) fn shown(written: &str, as_what: Shown) -> String {
    let written = written.trim();
    let Ok(number) = written.parse::<f64>() else { return written.to_owned() };
    if let Shown::Day { since_1904 } = as_what
        && let Some(day) = day(number, since_1904)
    {
        return day;
    }
    let is_plain = written.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain {
        return written.to_owned();
    }
    // Workbooks keep 15 digits; what is behind them comes from counting in twos.
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    format!("{rounded}")
}

/// The day of a serial number, with the time of day if it has one.
fn day(serial: f64, since_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let first = if since_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    let minutes = TimeDelta::minutes((serial * 1440.0).round() as i64);
    let moment = first?.and_hms_opt(0, 0, 0)?.checked_add_signed(minutes)?;
    let has_time = moment.time() != chrono::NaiveTime::MIN;
    let format = if has_time { "%d/%m/%Y %H:%M" } else { "%d/%m/%Y" };
    Some(moment.format(format).to_string())
}

/// A day as ISO 8601 writes it, as people do.
pub(super) fn iso_day(written: &str) -> Option<String> {
    let day: NaiveDate = written.trim().get(..10)?.parse().ok()?;
    Some(crate::text::day(day))
}

/// The column of a place such as `AB12`, 0 for A.
pub(super) fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        column = column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    column.checked_sub(1)
}

/// The line of a place such as `AB12`.
pub(super) fn line(place: &str) -> Option<u32> {
    place.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_tell_a_day_are_known() {
        for code in ["dd/mm/yyyy", "[$-42A]dd mmmm yyyy", "m/yyyy", "\"ngày\" d"] {
            assert!(tells_a_day(code), "{code}");
        }
        for code in ["General", "#,##0", "[Red]0.00", "0\" day\"", "hh:mm", "#,##0\\ \"đ\""] {
            assert!(!tells_a_day(code), "{code}");
        }
    }

    #[test]
    fn numbers_are_shown_as_people_read_them() {
        let number = |written| shown(written, Shown::Number);
        assert_eq!(
            [number("5600123456"), number("1E3"), number("0.30000000000000004"), number("-2.50"), number("007")],
            ["5600123456", "1000", "0.3", "-2.5", "007"]
        );
        let day = |written| shown(written, Shown::Day { since_1904: false });
        assert_eq!([day("44336"), day("44336.75"), day("0.5")], ["20/05/2021", "20/05/2021 18:00", "0.5"]);
        assert_eq!(shown("42874", Shown::Day { since_1904: true }), "20/05/2021");
    }

    #[test]
    fn places_are_read() {
        assert_eq!([column("A1"), column("Z9"), column("AB12"), column("7")], [Some(0), Some(25), Some(27), None]);
        assert_eq!([line("A1"), line("AB12"), line("A")], [Some(1), Some(12), None]);
    }
}
