//! How long what is recorded of persons is kept, and orders that it be kept longer.

use std::sync::LazyLock;

use chrono::{Months, NaiveDate};
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::Deserialize;

use super::management::ManagementBodyId;
use super::producer::ProducerId;
use crate::error::Error;

/// What is kept of persons, by how long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RetentionClass {
    FormerRepresentative,
    FormerLeader,
    FormerOfficial,
    RemovedWorker,
}

/// How long something is kept, and what that rests on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RetentionRule {
    pub(crate) class: RetentionClass,
    pub(crate) valid_from: NaiveDate,
    pub(crate) valid_to: Option<NaiveDate>,
    /// Months it is kept for after it has ended.
    pub(crate) months: u32,
    pub(crate) source: String,
    pub(crate) title_vi: String,
    pub(crate) title_en: String,
    pub(crate) reason_vi: String,
    pub(crate) reason_en: String,
}

static FACTS: LazyLock<Vec<RetentionRule>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../facts/retention.csv").as_bytes())
        .deserialize()
        .map(|row| row.expect("the file was read by a test"))
        .collect()
});

/// The rules in force on a day.
pub(crate) fn in_force_on(day: NaiveDate) -> impl Iterator<Item = &'static RetentionRule> {
    FACTS.iter().filter(move |rule| rule.valid_from <= day && rule.valid_to.is_none_or(|to| day <= to))
}

impl RetentionRule {
    /// What ended by this day goes today.
    pub(crate) fn ended_by(&self, today: NaiveDate) -> NaiveDate {
        today.checked_sub_months(Months::new(self.months)).unwrap_or(NaiveDate::MIN)
    }

    /// What ended by this moment goes now.
    pub(crate) fn ended_at(&self, now: Moment) -> Moment {
        now.checked_sub_months(Months::new(self.months)).unwrap_or(Moment::MIN_UTC)
    }
}

platform::id_type! {
    /// Identity of an order that nothing be erased.
    LegalHoldId
}

/// Whose persons an order is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Producer(ProducerId),
    Body(ManagementBodyId),
}

/// An order that nothing be erased which is recorded of some persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LegalHold {
    pub(crate) id: LegalHoldId,
    pub(crate) held: Held,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    pub(crate) document_number: String,
    pub(crate) reason: String,
    pub(crate) placed_by: PersonId,
    pub(crate) placed_at: Moment,
    pub(crate) lifted: Option<Lifted>,
    pub(crate) version: i64,
}

/// Who lifted an order, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lifted {
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
    pub(crate) reason: String,
}

impl LegalHold {
    /// The order lifted, unless it was already or is not the one the caller has read.
    pub(crate) fn lift(self, version: i64, lifted: Lifted) -> Result<Self, Error> {
        if self.lifted.is_some() {
            return Err(Error::LegalHoldLifted { hold: self.id });
        }
        if self.version != version {
            return Err(Error::EtagStale);
        }
        Ok(Self { lifted: Some(lifted), version: self.version + 1, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    #[test]
    fn on_each_day_of_the_law_each_class_has_one_rule() {
        use RetentionClass::{FormerLeader, FormerOfficial, FormerRepresentative, RemovedWorker};
        for on in ["2026-01-01", "2026-11-27", "2031-01-01"].map(day) {
            for class in [FormerRepresentative, FormerLeader, FormerOfficial, RemovedWorker] {
                assert_eq!(in_force_on(on).filter(|rule| rule.class == class).count(), 1, "{class:?} on {on}");
            }
        }
        assert_eq!(in_force_on(day("2025-12-31")).count(), 0);
    }

    #[test]
    fn what_ended_so_many_months_ago_goes_today() {
        let rule = in_force_on(day("2026-11-27")).find(|rule| rule.class == RetentionClass::FormerLeader);
        let rule = RetentionRule { months: 60, ..rule.expect("a rule").clone() };
        assert_eq!(rule.ended_by(day("2031-06-30")), day("2026-06-30"));
        assert_eq!(rule.ended_by(day("2029-02-28")), day("2024-02-28"));
        let at_once = RetentionRule { months: 0, ..rule };
        assert_eq!(at_once.ended_by(day("2029-02-28")), day("2029-02-28"));
    }
}
