//! Intervals of days, and the half months that all reporting periods are made of.

use chrono::{Datelike as _, NaiveDate};

/// An interval of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Days {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

impl Days {
    /// True if the day lies within.
    pub(crate) fn hold(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The part of the interval up to a day; none if it begins later.
    pub(crate) fn up_to(self, day: NaiveDate) -> Option<Self> {
        (self.from <= day).then(|| Self { from: self.from, to: self.to.min(day) })
    }

    /// How many days it has.
    pub(crate) fn count(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

/// Half a month: its days up to the 14th, or those from the 15th on. Every period of the law and of the calendar is made of
/// whole ones, so what is summed by half months is summed by periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HalfMonth(pub(crate) i32);

impl HalfMonth {
    /// The half month a day lies in.
    pub(crate) fn of(day: NaiveDate) -> Self {
        let month = i32::try_from(day.month0()).expect("a month");
        Self(day.year() * 24 + month * 2 + i32::from(day.day() >= 15))
    }

    /// The first of a year.
    pub(crate) fn first_of_year(year: i32) -> Self {
        Self(year * 24)
    }

    /// Its first day.
    pub(crate) fn first_day(self) -> NaiveDate {
        let (year, within) = (self.0.div_euclid(24), self.0.rem_euclid(24));
        let month = u32::try_from(within / 2 + 1).expect("a month");
        NaiveDate::from_ymd_opt(year, month, if within % 2 == 0 { 1 } else { 15 }).expect("a day")
    }

    /// The one after it.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_twenty_years_lies_in_one_half_month() {
        let mut day = NaiveDate::from_ymd_opt(2016, 1, 1).expect("a day");
        let last = NaiveDate::from_ymd_opt(2036, 12, 31).expect("a day");
        while day <= last {
            let half = HalfMonth::of(day);
            let last_day = half.next().first_day() - chrono::Days::new(1);
            assert!(half.first_day() <= day && day <= last_day, "{day}");
            assert_eq!(HalfMonth::of(half.first_day()), half);
            assert_eq!(HalfMonth::of(last_day), half);
            assert_eq!(HalfMonth::of(half.next().first_day()), half.next());
            day = day + chrono::Days::new(1);
        }
    }
}
