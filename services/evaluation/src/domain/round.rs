//! Assessment rounds: by which day a file must be proposed, and by which day its result is there.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

use super::criteria::Faults;
use super::facts;
use super::regulation::FurtherRound;

/// The file of the facts, and the form of it that this program reads.
const FILE: &str = "rounds.toml";
const FORMAT: i64 = 1;

/// A year without 29 February: the days named are days of every year.
const COMMON_YEAR: i32 = 2026;

/// Who holds a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoundLevel {
    Province,
    Ministry,
}

/// An assessment round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) level: RoundLevel,
    pub(crate) year: i32,
    /// Place among the rounds of its level and year, from 1; further rounds go on after those of the law.
    pub(crate) number: u32,
    /// The last good day to propose a file.
    pub(crate) proposed_by: NaiveDate,
    /// The last good day for its result.
    pub(crate) result_by: NaiveDate,
}

/// The rounds of every year.
#[derive(Debug)]
pub(crate) struct Rounds(Vec<YearlyRound>);

impl Rounds {
    /// The rounds of the facts built into this program.
    ///
    /// # Errors
    /// When the file is malformed or names no two rounds a year, with everything that is wrong with it.
    pub(crate) fn built_in() -> Result<Self, Faults> {
        let file: File = facts::read(FILE, include_str!("../../facts/rounds.toml"))?;
        let faults = file.faults();
        facts::sound(FILE, Self(file.round), faults)
    }

    /// The rounds that a regulation of a level names, numbered after those of the law in each year.
    pub(crate) fn further(&self, level: RoundLevel, named: &[FurtherRound]) -> Vec<Round> {
        let of_law = self.0.iter().filter(|round| round.level == level).map(|round| round.number).max().unwrap_or(0);
        let mut last = BTreeMap::new();
        let round = |named: &FurtherRound| {
            let year = named.proposed_by.year();
            let number = last.entry(year).or_insert(of_law);
            *number += 1;
            Round { level, year, number: *number, proposed_by: named.proposed_by, result_by: named.result_by }
        };
        named.iter().map(round).collect()
    }

    /// The rounds of a level and year by their days, with the further rounds that a regulation names.
    pub(crate) fn of_year(&self, level: RoundLevel, year: i32, further: &[Round]) -> Vec<Round> {
        let of_law = self.0.iter().filter(|round| round.level == level).filter_map(|round| round.in_year(year));
        let further = further.iter().filter(|round| round.level == level && round.year == year).cloned();
        let mut rounds: Vec<_> = of_law.chain(further).collect();
        rounds.sort_by_key(|round| (round.proposed_by, round.number));
        rounds
    }

    /// The round a file proposed on a day goes to: the next that it is in time for.
    pub(crate) fn for_proposal(&self, level: RoundLevel, proposed_on: NaiveDate, further: &[Round]) -> Round {
        let years = proposed_on.year()..=proposed_on.year() + 1;
        let mut rounds = years.flat_map(|year| self.of_year(level, year, further));
        rounds.find(|round| proposed_on <= round.proposed_by).expect("each level has rounds each year")
    }

    /// The rounds of a level whose result is not over on a day, and so many years from there.
    pub(crate) fn coming(&self, level: RoundLevel, day: NaiveDate, years: i32, further: &[Round]) -> Vec<Round> {
        let years = day.year()..day.year() + years + 1;
        let last = years.end - 1;
        let rounds = years.flat_map(|year| self.of_year(level, year, further));
        let until = day.with_year(last).unwrap_or(day);
        rounds.filter(|round| day <= round.result_by && round.result_by <= until).collect()
    }

    /// The round of the same level before one.
    pub(crate) fn before(&self, round: &Round, further: &[Round]) -> Option<Round> {
        let years = round.year - 1..=round.year;
        let mut rounds = years.flat_map(|year| self.of_year(round.level, year, further));
        rounds.rfind(|before| before.proposed_by < round.proposed_by)
    }
}

/// `facts/rounds.toml`, which describes itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: i64,
    round: Vec<YearlyRound>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct YearlyRound {
    level: RoundLevel,
    number: u32,
    proposed_before: DayOfYear,
    result_before: DayOfYear,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DayOfYear {
    month: u32,
    day: u32,
}

impl File {
    /// Everything that is wrong with the file.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.format != FORMAT {
            faults.push(format!("format {} is not known", self.format));
        }
        for level in [RoundLevel::Province, RoundLevel::Ministry] {
            let rounds: Vec<_> = self.round.iter().filter(|round| round.level == level).collect();
            let numbers: Vec<_> = rounds.iter().map(|round| round.number).collect();
            if numbers.len() < 2 || !numbers.iter().copied().eq(1..=numbers.len() as u32) {
                faults.push(format!("{level:?}: the rounds are {numbers:?}; there are at least two, from 1 on"));
            }
            let days: Vec<_> = rounds.iter().filter_map(|round| round.in_year(COMMON_YEAR)).collect();
            let ordered = days.windows(2).all(|pair| pair[0].proposed_by < pair[1].proposed_by);
            if days.len() != rounds.len() || !ordered || days.iter().any(|round| round.result_by <= round.proposed_by) {
                faults.push(format!("{level:?}: a day does not exist, or the days are not in order"));
            }
        }
        faults
    }
}

impl YearlyRound {
    fn in_year(&self, year: i32) -> Option<Round> {
        let Self { level, number, .. } = *self;
        let (proposed_by, result_by) = (self.proposed_before.eve(year)?, self.result_before.eve(year)?);
        Some(Round { level, year, number, proposed_by, result_by })
    }
}

impl DayOfYear {
    /// The day before it: the day the law names is already too late.
    fn eve(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)?.pred_opt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn proposed(level: RoundLevel, on: &str, further: &[Round]) -> (i32, u32, String) {
        let round = Rounds::built_in().expect("sound").for_proposal(level, day(on), further);
        (round.year, round.number, round.result_by.to_string())
    }

    #[test]
    fn the_day_named_is_already_too_late() {
        let province = |on| proposed(RoundLevel::Province, on, &[]);
        assert_eq!(province("2026-01-01"), (2026, 1, "2026-06-29".to_owned()));
        assert_eq!(province("2026-04-29"), (2026, 1, "2026-06-29".to_owned()));
        assert_eq!(province("2026-04-30"), (2026, 2, "2026-12-29".to_owned()));
        assert_eq!(province("2026-10-29"), (2026, 2, "2026-12-29".to_owned()));
        assert_eq!(province("2026-10-30"), (2027, 1, "2027-06-29".to_owned()));
        assert_eq!(province("2026-12-31"), (2027, 1, "2027-06-29".to_owned()));
    }

    #[test]
    fn the_ministry_has_rounds_of_its_own() {
        let ministry = |on| proposed(RoundLevel::Ministry, on, &[]);
        assert_eq!(ministry("2027-01-29"), (2027, 1, "2027-03-29".to_owned()));
        assert_eq!(ministry("2027-01-30"), (2027, 2, "2027-09-29".to_owned()));
        assert_eq!(ministry("2027-07-29"), (2027, 2, "2027-09-29".to_owned()));
        assert_eq!(ministry("2027-07-30"), (2028, 1, "2028-03-29".to_owned()));
        assert_eq!(ministry("2026-12-31"), (2027, 1, "2027-03-29".to_owned()));
    }

    #[test]
    fn further_rounds_count_where_a_regulation_names_them() {
        let further = Round {
            level: RoundLevel::Province,
            year: 2026,
            number: 3,
            proposed_by: day("2026-07-31"),
            result_by: day("2026-09-15"),
        };
        let province = |on| proposed(RoundLevel::Province, on, std::slice::from_ref(&further));
        assert_eq!(province("2026-04-29").1, 1);
        assert_eq!(province("2026-07-31"), (2026, 3, "2026-09-15".to_owned()));
        assert_eq!(province("2026-08-01").1, 2);
        assert_eq!(proposed(RoundLevel::Ministry, "2026-07-29", &[further]).1, 2, "not at the other level");
    }

    #[test]
    fn rounds_follow_one_another() {
        let rounds = Rounds::built_in().expect("sound");
        let coming = rounds.coming(RoundLevel::Province, day("2026-11-23"), 2, &[]);
        let names: Vec<_> = coming.iter().map(|round| (round.year, round.number)).collect();
        assert_eq!(names, [(2026, 2), (2027, 1), (2027, 2), (2028, 1)]);
        let before = rounds.before(&coming[1], &[]).expect("a round");
        assert_eq!(before, coming[0]);
        assert_eq!(rounds.before(&coming[0], &[]).map(|round| (round.year, round.number)), Some((2026, 1)));
        assert_eq!(rounds.coming(RoundLevel::Province, day("2026-12-30"), 1, &[])[0].year, 2027);
    }

    #[test]
    fn files_that_contradict_themselves_are_refused() {
        let text = include_str!("../../facts/rounds.toml");
        let faults = |from: &str, to: &str| {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from} is in the file");
            facts::read::<File>(FILE, &changed).map_or_else(|Faults(faults)| faults, |file| file.faults())
        };
        assert_eq!(faults("format = 1", "format = 2").len(), 1);
        assert_eq!(faults("number = 2", "number = 3").len(), 1);
        assert_eq!(faults("month = 4, day = 30", "month = 4, day = 31").len(), 1);
        assert_eq!(faults("month = 6, day = 30", "month = 3, day = 30").len(), 1);
        assert_eq!(faults("number = 1", "number = 1\nname = \"first\"").len(), 1);
    }
}
