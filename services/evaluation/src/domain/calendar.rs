//! The working days of the state's offices in Viet Nam, and terms counted in them.
//!
//! Monday to Friday without public holidays, and the Saturdays that are worked for a bridge day. Facts come from
//! `facts/working-days.toml`; what is announced later is entered with its act and goes before them.

#[cfg(test)]
mod lunar;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::criteria::Faults;
use super::facts;

/// The file of the facts, and the form of it that this program reads.
const FILE: &str = "working-days.toml";
const FORMAT: i64 = 1;

/// A year without 29 February: a holiday is on a day that every year has.
const COMMON_YEAR: i32 = 2026;

/// The working days.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// Days that are worked although on a weekend, or free although on a weekday, as far as facts tell.
    facts: Arc<HashMap<NaiveDate, bool>>,
    /// The same, as entered later.
    overrides: Arc<HashMap<NaiveDate, bool>>,
}

/// A day that is worked or free against what the facts tell, by an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayOverride {
    pub(crate) day: NaiveDate,
    pub(crate) working: bool,
    /// Number and date of the act.
    pub(crate) act: String,
}

impl Calendar {
    /// The calendar of the facts built into this program.
    ///
    /// # Errors
    /// When the file is malformed or contradicts itself, with everything that is wrong with it.
    pub(crate) fn built_in() -> Result<Self, Faults> {
        let file: File = facts::read(FILE, include_str!("../../facts/working-days.toml"))?;
        let faults = file.faults();
        let facts = Arc::new(file.exceptions());
        facts::sound(FILE, Self { facts, overrides: Arc::default() }, faults)
    }

    /// This calendar with days that were entered. Of two entries for a day the last counts.
    pub(crate) fn with(&self, overrides: &[DayOverride]) -> Self {
        let entered = overrides.iter().map(|entered| (entered.day, entered.working));
        let overrides = self.overrides.iter().map(|(day, working)| (*day, *working)).chain(entered).collect();
        Self { facts: Arc::clone(&self.facts), overrides: Arc::new(overrides) }
    }

    /// True if offices work on a day.
    pub(crate) fn is_working_day(&self, day: NaiveDate) -> bool {
        let known = self.overrides.get(&day).or_else(|| self.facts.get(&day));
        known.copied().unwrap_or(!is_weekend(day))
    }

    /// The last day of a term of working days. The day it is counted from is not one of them (Civil Code 2015,
    /// article 147.2); with none to count it is that day itself.
    pub(crate) fn add_working_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        following(from).filter(|day| self.is_working_day(*day)).take(count as usize).last().unwrap_or(from)
    }

    /// The working day after which so many working days lie up to a day and with it.
    pub(crate) fn subtract_working_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let mut back = from.iter_days().rev().filter(|day| self.is_working_day(*day));
        back.nth(count as usize).unwrap_or(from)
    }

    /// The last day of a term of calendar days: one that would end on a day off ends on the next working day
    /// (Civil Code 2015, article 148.5).
    pub(crate) fn add_calendar_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        self.on_or_after(from + Days::new(count.into()))
    }

    /// A day, or the next working day if it is none.
    pub(crate) fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        if self.is_working_day(day) { day } else { self.add_working_days(day, 1) }
    }

    /// How many working days lie after one day, up to another and with it; 0 if the other is not later.
    pub(crate) fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> u32 {
        let counted = following(after).take_while(|day| *day <= until).filter(|day| self.is_working_day(*day));
        counted.map(|_| 1).sum()
    }
}

pub(crate) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn following(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    day.iter_days().skip(1)
}

/// `facts/working-days.toml`, which describes itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: i64,
    holiday: Vec<Holiday>,
    tet: Tet,
    lunar: Vec<LunarYear>,
    announced: Vec<Announced>,
}

/// A public holiday on the same day each year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    month: u32,
    day: u32,
    /// First year in which a day beside it is free too.
    second_day_since: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tet {
    days_before: u64,
    days_from_first: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LunarYear {
    first: NaiveDate,
    hung_kings: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Announced {
    year: i32,
    breaks: Vec<Break>,
    #[serde(default)]
    swaps: Vec<Swap>,
    source: String,
    confidence: Confidence,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Swap {
    free: NaiveDate,
    worked: NaiveDate,
}

/// How well an announcement is known.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
enum Confidence {
    #[serde(rename = "announcement read")]
    Read,
    #[serde(rename = "compiled")]
    Compiled,
    #[serde(rename = "recalled")]
    Recalled,
}

impl File {
    /// All days that are worked although on a weekend, or free although on a weekday.
    fn exceptions(&self) -> HashMap<NaiveDate, bool> {
        let mut free = BTreeSet::new();
        let announced = self.announced.iter().flat_map(|announced| &announced.breaks);
        free.extend(announced.flat_map(|announced| announced.days()));
        for lunar in &self.lunar {
            free.extend(made_up_for(&self.holidays_by_rule(lunar)));
        }
        let swaps = || self.announced.iter().flat_map(|announced| &announced.swaps);
        free.extend(swaps().map(|swap| swap.free));
        let worked = swaps().map(|swap| (swap.worked, true));
        free.into_iter().map(|day| (day, false)).chain(worked).collect()
    }

    /// The holidays of a year that no announced break covers.
    fn holidays_by_rule(&self, lunar: &LunarYear) -> BTreeSet<NaiveDate> {
        let year = lunar.first.year();
        let mut holidays = BTreeSet::from([lunar.hung_kings]);
        if !self.is_announced(lunar.first) {
            holidays.extend(self.tet.days(lunar.first));
        }
        for holiday in &self.holiday {
            let Some(day) = NaiveDate::from_ymd_opt(year, holiday.month, holiday.day) else { continue };
            if self.is_announced(day) {
                continue;
            }
            holidays.insert(day);
            if holiday.second_day_since.is_some_and(|since| since <= year) {
                holidays.insert(second_day(day));
            }
        }
        holidays
    }

    fn is_announced(&self, day: NaiveDate) -> bool {
        let mut breaks = self.announced.iter().flat_map(|announced| &announced.breaks);
        breaks.any(|announced| announced.from <= day && day <= announced.to)
    }

    /// Everything that is wrong with the file.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.format != FORMAT {
            faults.push(format!("format {} is not known", self.format));
        }
        if !self.lunar.windows(2).all(|pair| pair[0].first.year() + 1 == pair[1].first.year()) {
            faults.push("the lunar years do not follow one another".to_owned());
        }
        for holiday in &self.holiday {
            if NaiveDate::from_ymd_opt(COMMON_YEAR, holiday.month, holiday.day).is_none() {
                faults.push(format!("{} is on no day", holiday.name));
            }
        }
        for announced in &self.announced {
            faults.extend(announced.faults().into_iter().map(|fault| format!("{}: {fault}", announced.year)));
        }
        faults
    }
}

impl Tet {
    fn days(&self, first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let days = usize::try_from(self.days_before + self.days_from_first).unwrap_or_default();
        (first - Days::new(self.days_before)).iter_days().take(days)
    }
}

impl Announced {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.source.is_empty() || self.breaks.is_empty() {
            faults.push(format!("nothing is announced, or no source is named ({:?})", self.confidence));
        }
        if self.breaks.iter().any(|announced| announced.from > announced.to || announced.from.year() != self.year) {
            faults.push("a break ends before it begins, or is in another year".to_owned());
        }
        if self.swaps.iter().any(|swap| is_weekend(swap.free) || !is_weekend(swap.worked)) {
            faults.push("a swap takes no weekday for a weekend".to_owned());
        }
        faults
    }
}

impl Break {
    fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }
}

/// Holidays, with the next working day for each that is on a weekend (Labour Code 2019, article 111.3).
fn made_up_for(holidays: &BTreeSet<NaiveDate>) -> BTreeSet<NaiveDate> {
    let mut free = holidays.clone();
    for holiday in holidays.iter().filter(|day| is_weekend(**day)) {
        let next = following(*holiday).find(|day| !is_weekend(*day) && !free.contains(day));
        free.extend(next);
    }
    free
}

/// National Day's second day: the day beside it that joins it to a weekend; before a Wednesday, as in 2026.
fn second_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Mon | Weekday::Thu | Weekday::Sun => day + Days::new(1),
        Weekday::Tue | Weekday::Wed | Weekday::Fri | Weekday::Sat => day - Days::new(1),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use testkit::proptest::prelude::*;

    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn file() -> File {
        facts::read(FILE, include_str!("../../facts/working-days.toml")).expect("sound")
    }

    fn calendar() -> Calendar {
        static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::built_in().expect("sound"));
        CALENDAR.clone()
    }

    fn weekdays(days: impl IntoIterator<Item = NaiveDate>) -> Vec<NaiveDate> {
        days.into_iter().filter(|day| !is_weekend(*day)).collect()
    }

    #[test]
    fn free_and_worked_days_are_those_announced() {
        let calendar = calendar();
        let free = [
            "2018-02-14",
            "2018-02-20",
            "2018-12-31",
            "2019-04-15",
            "2020-01-23",
            "2021-05-03",
            "2021-09-03",
            "2022-01-03",
            "2022-05-03",
            "2023-01-26",
            "2023-05-03",
            "2023-09-04",
            "2024-02-14",
            "2024-04-29",
            "2025-01-27",
            "2025-05-02",
            "2025-09-01",
            "2026-01-02",
            "2026-02-20",
            "2026-04-27",
            "2026-08-31",
            "2026-09-01",
        ];
        for free in free {
            assert!(!calendar.is_working_day(day(free)), "{free} was free");
        }
        let worked = [
            "2018-02-13",
            "2018-02-21",
            "2019-01-05",
            "2019-05-04",
            "2020-01-22",
            "2020-01-30",
            "2020-09-01",
            "2024-05-04",
            "2024-02-15",
            "2025-04-26",
            "2026-01-10",
            "2026-02-13",
            "2026-02-23",
            "2026-08-22",
            "2026-09-03",
            "2026-11-24",
        ];
        for worked in worked {
            assert!(calendar.is_working_day(day(worked)), "{worked} was worked");
        }
    }

    #[test]
    fn years_not_announced_go_by_the_rule() {
        let calendar = calendar();
        let free: Vec<_> = weekdays(day("2027-01-01").iter_days().take(365))
            .into_iter()
            .filter(|day| !calendar.is_working_day(*day))
            .map(|day| day.to_string())
            .collect();
        let tet = ["2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"];
        let others = ["2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02", "2027-09-03"];
        assert_eq!(free, [&["2027-01-01"], &tet[..], &others[..]].concat());
    }

    /// The rule for Tết and National Day gives what was announced: so it may stand for years to come.
    #[test]
    fn the_rule_gives_every_break_announced() {
        let file = file();
        for announced in &file.announced {
            let lunar = file.lunar.iter().find(|lunar| lunar.first.year() == announced.year).expect("a lunar year");
            let national_day = NaiveDate::from_ymd_opt(announced.year, 9, 2).expect("a day");
            for of_break in &announced.breaks {
                let by_rule = if of_break.days().any(|day| day == lunar.first) {
                    made_up_for(&file.tet.days(lunar.first).collect())
                } else {
                    made_up_for(&BTreeSet::from([national_day, second_day(national_day)]))
                };
                let swapped = |day: &NaiveDate| announced.swaps.iter().any(|swap| swap.free == *day);
                let mut free = weekdays(of_break.days());
                free.retain(|day| !swapped(day));
                assert_eq!(free, weekdays(by_rule), "{}", announced.year);
            }
        }
    }

    #[test]
    fn the_table_of_lunar_days_agrees_with_sun_and_moon() {
        let lunar = file().lunar;
        assert_eq!((lunar[0].first.year(), lunar.len()), (2018, 28));
        for year in lunar {
            assert_eq!(year.first, lunar::civil_day(1, 1, year.first.year()));
            assert_eq!(year.hung_kings, lunar::civil_day(10, 3, year.first.year()));
        }
    }

    #[test]
    fn a_term_does_not_count_the_day_of_receipt() {
        let calendar = calendar();
        let add = |from: &str, count| calendar.add_working_days(day(from), count).to_string();
        assert_eq!(add("2026-11-23", 1), "2026-11-24");
        assert_eq!(add("2026-11-23", 15), "2026-12-14");
        assert_eq!(add("2026-11-28", 1), "2026-11-30", "from a Saturday");
        assert_eq!(add("2026-02-12", 2), "2026-02-23", "over Tết");
        assert_eq!(add("2026-08-21", 1), "2026-08-22", "a Saturday worked for a bridge day");
        assert_eq!(add("2026-11-28", 0), "2026-11-28");
    }

    #[test]
    fn a_term_of_calendar_days_does_not_end_on_a_day_off() {
        let calendar = calendar();
        let add = |from: &str, count| calendar.add_calendar_days(day(from), count).to_string();
        assert_eq!(add("2026-11-23", 15), "2026-12-08");
        assert_eq!(add("2026-11-28", 15), "2026-12-14", "a Sunday goes to Monday");
        assert_eq!(add("2026-02-01", 14), "2026-02-23", "a day of Tết goes to the first day after");
        assert_eq!(add("2026-08-07", 15), "2026-08-22", "a Saturday that is worked");
    }

    #[test]
    fn what_is_entered_goes_before_the_facts() {
        let entered = |written: &str, working| DayOverride { day: day(written), working, act: "1/TB".to_owned() };
        let storm = calendar().with(&[entered("2026-11-24", false), entered("2026-02-20", true)]);
        assert!(!storm.is_working_day(day("2026-11-24")));
        assert!(storm.is_working_day(day("2026-02-20")));
        assert!(storm.is_working_day(day("2026-11-25")));
        let lifted = storm.with(&[entered("2026-11-24", true)]);
        assert!(lifted.is_working_day(day("2026-11-24")));
    }

    #[test]
    fn files_that_contradict_themselves_are_refused() {
        let text = include_str!("../../facts/working-days.toml");
        let faults = |from: &str, to: &str| {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from} is in the file");
            match facts::read::<File>(FILE, &changed) {
                Err(Faults(faults)) => faults,
                Ok(file) => file.faults(),
            }
        };
        assert_eq!(file().faults(), Vec::<String>::new());
        assert_eq!(faults("format = 1", "format = 2").len(), 1);
        assert_eq!(faults("days_before = 2", "days_afore = 2").len(), 1);
        assert_eq!(faults("first = \"2019-02-05\"", "first = \"2020-02-05\"").len(), 1);
        assert_eq!(faults("month = 4", "month = 13").len(), 1);
        assert_eq!(faults("worked = \"2019-05-04\"", "worked = \"2019-05-03\"").len(), 1);
        assert_eq!(faults("to = \"2018-02-20\"", "to = \"2018-02-13\"").len(), 1);
        assert_eq!(faults("confidence = \"recalled\"", "confidence = \"guessed\"").len(), 1);
    }

    proptest! {
        #[test]
        fn a_term_ends_on_a_working_day_and_holds_so_many(start in 0_u64..3000, count in 1_u32..60) {
            let calendar = calendar();
            let start = day("2019-01-01") + Days::new(start);
            let end = calendar.add_working_days(start, count);
            prop_assert!(calendar.is_working_day(end));
            prop_assert_eq!(calendar.working_days_between(start, end), count);
            prop_assert_eq!(calendar.working_days_between(end, start), 0);
            prop_assert!(calendar.add_working_days(start + Days::new(1), count) >= end);
            let back = calendar.subtract_working_days(start, count);
            prop_assert!(calendar.is_working_day(back));
            prop_assert_eq!(calendar.working_days_between(back, start), count);
        }
    }
}
