//! Recognitions under earlier rules: recorded as they are known, never scored.

use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use serde::Deserialize;

use super::criteria::Star;
use crate::error::Error;

platform::id_type! {
    /// Identity of a recorded recognition.
    RecognitionId
}

/// A recognition as it is known; what is unknown stays unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recognition {
    pub(crate) id: RecognitionId,
    pub(crate) facts: RecognitionFacts,
    /// Rule set of its time; none if the dates leave it open.
    pub(crate) rule_set: Option<String>,
    pub(crate) recorded_at: Moment,
}

/// What a source says of a recognition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecognitionFacts {
    pub(crate) product_name: String,
    pub(crate) producer_name: String,
    pub(crate) place_as_recorded: String,
    pub(crate) province: UnitId,
    pub(crate) product_set: Option<i32>,
    pub(crate) star: Option<Star>,
    pub(crate) earliest: Option<NaiveDate>,
    pub(crate) latest: Option<NaiveDate>,
    pub(crate) recognised_as_recorded: String,
    pub(crate) evidence: String,
}

impl RecognitionFacts {
    /// Refuses dates in the wrong order or in the future.
    pub(crate) fn check_dates(&self, today: NaiveDate) -> Result<(), Error> {
        let ordered = self.earliest.zip(self.latest).is_none_or(|(earliest, latest)| earliest <= latest);
        let past = [self.earliest, self.latest].into_iter().flatten().all(|day| day <= today);
        if ordered && past { Ok(()) } else { Err(Error::RecognitionDates { today }) }
    }

    /// The rule set of its time, if the days it may have been recognised on all fall under one.
    pub(crate) fn rule_set(&self) -> Option<&'static str> {
        let (earliest, latest) = (rule_set_on(self.earliest?)?, rule_set_on(self.latest?)?);
        (earliest == latest).then_some(earliest)
    }
}

#[derive(Deserialize)]
struct RuleSets {
    rule_set: Vec<RuleSet>,
}

#[derive(Deserialize)]
struct RuleSet {
    number: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

static RULE_SETS: LazyLock<Vec<RuleSet>> = LazyLock::new(|| {
    let file: RuleSets =
        toml::from_str(include_str!("../../facts/rule-sets.toml")).expect("the file was read by a test");
    file.rule_set
});

fn rule_set_on(day: NaiveDate) -> Option<&'static str> {
    let in_force = |set: &&RuleSet| set.from <= day && set.to.is_none_or(|to| day <= to);
    RULE_SETS.iter().find(in_force).map(|set| set.number.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(earliest: Option<&str>, latest: Option<&str>) -> RecognitionFacts {
        let day = |written: &str| written.parse().expect("a day");
        RecognitionFacts {
            product_name: "Mật ong".to_owned(),
            producer_name: String::new(),
            place_as_recorded: String::new(),
            province: "2025:11".parse().expect("a unit"),
            product_set: Some(4),
            star: None,
            earliest: earliest.map(day),
            latest: latest.map(day),
            recognised_as_recorded: String::new(),
            evidence: "press".to_owned(),
        }
    }

    #[test]
    fn the_rule_set_follows_from_the_days_if_they_tell_it() {
        assert_eq!(recognised(Some("2022-12-01"), Some("2022-12-31")).rule_set(), Some("1048/QĐ-TTg"));
        assert_eq!(recognised(Some("2024-10-01"), Some("2024-12-31")).rule_set(), Some("148/QĐ-TTg"));
        assert_eq!(recognised(Some("2023-01-01"), Some("2023-12-31")).rule_set(), None, "either");
        assert_eq!(recognised(None, Some("2022-12-31")).rule_set(), None, "unknown");
    }

    #[test]
    fn days_are_past_and_in_order() {
        let today = "2026-11-23".parse().expect("a day");
        assert!(recognised(Some("2022-12-01"), Some("2022-12-31")).check_dates(today).is_ok());
        assert!(recognised(None, None).check_dates(today).is_ok());
        assert!(recognised(Some("2023-01-01"), Some("2022-12-31")).check_dates(today).is_err());
        assert!(recognised(None, Some("2026-11-24")).check_dates(today).is_err());
    }
}
