//! How long what came with a sheet is kept once nobody goes on with it.

use std::sync::LazyLock;

use chrono::{NaiveDate, TimeDelta};
use platform::clock::{Moment, civil_date};
use serde::Deserialize;

/// What is kept for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kept {
    /// The lines of an import that was applied, undone or cancelled.
    FinishedRows,
    /// An upload that was cut.
    AbandonedUpload,
}

#[derive(Debug, Deserialize)]
struct Rule {
    kept: Kept,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    days: i64,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../../facts/import-retention.csv").as_bytes())
        .deserialize()
        .map(|row| row.expect("the file was read by a test"))
        .collect()
});

impl Kept {
    /// What nobody has gone on with since this moment goes now; none if no rule is in force.
    pub(crate) fn until(self, now: Moment) -> Option<Moment> {
        let day = civil_date(now);
        let in_force = |rule: &&Rule| rule.valid_from <= day && rule.valid_to.is_none_or(|to| day <= to);
        let rule = RULES.iter().filter(in_force).find(|rule| rule.kept == self)?;
        now.checked_sub_signed(TimeDelta::days(rule.days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_kept_for_a_while() {
        let now: Moment = "2026-11-23T02:00:00Z".parse().expect("a moment");
        let until = |kept: Kept| kept.until(now).expect("a rule is in force").to_rfc3339();
        assert_eq!(until(Kept::AbandonedUpload), "2026-11-22T02:00:00+00:00");
        assert_eq!(until(Kept::FinishedRows), "2026-08-25T02:00:00+00:00");
    }
}
