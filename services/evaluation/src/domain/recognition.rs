//! Recognitions under earlier rules: recorded as they are known, never scored.

use std::sync::LazyLock;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::{Moment, civil_date};
use platform::ids::PersonId;
use serde::Deserialize;

use super::certificate::last_day;
use super::criteria::Star;
use super::holding::{Holding, Span};
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
    /// None while it stands.
    pub(crate) retraction: Option<Retraction>,
}

/// That a recognition was recorded by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Retraction {
    pub(crate) at: Moment,
    pub(crate) by: PersonId,
    pub(crate) reason: String,
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
    pub(crate) paper: CertificatePaper,
}

/// What the certificate of its time says, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CertificatePaper {
    pub(crate) number: Option<String>,
    pub(crate) product_code: Option<String>,
    pub(crate) decision_number: Option<String>,
    /// As it was called then.
    pub(crate) issuing_body: Option<String>,
    pub(crate) issuing_level: Option<IssuingLevel>,
    pub(crate) expires_on: Option<NaiveDate>,
}

/// Level of the body that issued a certificate. Districts are no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IssuingLevel {
    District,
    Province,
    Ministry,
}

/// A day before all days of the programme: since when and until when is unknown.
const UNKNOWN: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day");

impl IssuingLevel {
    /// All levels, with their names in the database.
    const ALL: [(Self, &'static str); 3] =
        [(Self::District, "district"), (Self::Province, "province"), (Self::Ministry, "ministry")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(level, _)| *level == self).expect("all levels have a name").1
    }

    /// The level of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(level, _)| level)
    }
}

impl Recognition {
    /// The recognition, retracted.
    pub(crate) fn retract(self, retraction: Retraction) -> Result<Self, Error> {
        if self.retraction.is_some() {
            return Err(Error::RecognitionRetracted { recognition: self.id });
        }
        Ok(Self { retraction: Some(retraction), ..self })
    }

    /// The days on which it holds. What was recorded on a day had happened by then.
    pub(crate) fn holding(&self) -> Holding {
        let RecognitionFacts { earliest, latest, paper, .. } = &self.facts;
        let latest = latest.unwrap_or(civil_date(self.recorded_at));
        let last = |recognised| paper.expires_on.unwrap_or_else(|| last_day(recognised, months_on(recognised)));
        let certain_to = paper.expires_on.or(earliest.map(last)).unwrap_or(UNKNOWN);
        Holding {
            possible: Span { from: earliest.unwrap_or(UNKNOWN), to: last(latest) },
            certain: Span { from: latest, to: certain_to },
        }
    }

    /// The earliest and the latest day that can be its last.
    pub(crate) fn expires(&self) -> (Option<NaiveDate>, NaiveDate) {
        let Holding { possible, certain } = self.holding();
        (Some(certain.to).filter(|day| *day != UNKNOWN), possible.to)
    }
}

impl RecognitionFacts {
    /// Refuses dates in the wrong order or in the future.
    pub(crate) fn check_dates(&self, today: NaiveDate) -> Result<(), Error> {
        let ordered = self.earliest.zip(self.latest).is_none_or(|(earliest, latest)| earliest <= latest);
        let past = [self.earliest, self.latest].into_iter().flatten().all(|day| day <= today);
        if ordered && past { Ok(()) } else { Err(Error::RecognitionDates { today }) }
    }

    /// Refuses a level whose bodies did not recognise products of the star on any of the days.
    pub(crate) fn check_issuer(&self) -> Result<(), Error> {
        let Some(level) = self.paper.issuing_level else { return Ok(()) };
        let issuer = RULES.issuer.iter().find(|issuer| issuer.level == level);
        let sound = issuer.is_some_and(|issuer| {
            let star = self.star.is_none_or(|star| issuer.stars.contains(&star));
            let days = self.earliest.zip(issuer.to).is_none_or(|(earliest, to)| earliest <= to);
            star && days
        });
        if sound { Ok(()) } else { Err(Error::RecognitionIssuer { level: level.name() }) }
    }

    /// Refuses a last day before the first on which it can have been recognised.
    pub(crate) fn check_expiry(&self) -> Result<(), Error> {
        let ordered =
            self.paper.expires_on.zip(self.earliest).is_none_or(|(expires_on, earliest)| expires_on >= earliest);
        if ordered { Ok(()) } else { Err(Error::RecognitionExpiry) }
    }

    /// The rule set of its time, if the days it may have been recognised on all fall under one.
    pub(crate) fn rule_set(&self) -> Option<&'static str> {
        let (earliest, latest) = (rule_set_on(self.earliest?)?, rule_set_on(self.latest?)?);
        (earliest == latest).then_some(earliest)
    }
}

/// The rule sets there were, and who recognised products under them.
#[derive(Debug, Deserialize)]
pub(crate) struct Rules {
    /// Oldest first.
    pub(crate) rule_set: Vec<RuleSet>,
    pub(crate) issuer: Vec<Issuer>,
}

/// Who recognised products of which stars, and until when.
#[derive(Debug, Deserialize)]
pub(crate) struct Issuer {
    pub(crate) level: IssuingLevel,
    pub(crate) stars: Vec<Star>,
    pub(crate) to: Option<NaiveDate>,
}

/// A rule set products were recognised under; earlier ones are recorded, not scored.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleSet {
    pub(crate) number: String,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) certificate_months: u32,
    pub(crate) bands: Vec<RuleBand>,
    /// None if they are not known.
    #[serde(default)]
    pub(crate) parts: Vec<RulePart>,
}

/// The least points that reach a star.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RuleBand {
    pub(crate) star: Star,
    pub(crate) min: i32,
}

/// The points a part of the criteria gives.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RulePart {
    pub(crate) code: String,
    pub(crate) points: i32,
}

/// The rule sets there were, and who recognised products under them.
pub(crate) fn rules() -> &'static Rules {
    &RULES
}

static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(include_str!("../../facts/rule-sets.toml")).expect("the file was read by a test"));

/// Months a certificate of a day holds; before the first rule set those of the first.
fn months_on(day: NaiveDate) -> u32 {
    let begun = RULES.rule_set.iter().rfind(|set| set.from <= day);
    begun.or(RULES.rule_set.first()).expect("there are rule sets").certificate_months
}

/// Number of the rule set that is in force on a day.
pub(crate) fn rule_set_on(day: NaiveDate) -> Option<&'static str> {
    let in_force = |set: &&RuleSet| set.from <= day && set.to.is_none_or(|to| day <= to);
    RULES.rule_set.iter().find(in_force).map(|set| set.number.as_str())
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
            paper: CertificatePaper::default(),
        }
    }

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn recorded(facts: RecognitionFacts) -> Recognition {
        Recognition {
            id: RecognitionId::constant(platform::ids::RawId::from_u128(1)),
            facts,
            rule_set: None,
            recorded_at: "2026-11-23T02:00:00Z".parse().expect("a moment"),
            retraction: None,
        }
    }

    #[test]
    fn it_holds_for_the_term_of_its_rule_set_from_the_day_that_is_known() {
        let expires = |earliest, latest| recorded(recognised(earliest, latest)).expires();
        let known = |earliest: &str, latest: &str| (Some(day(earliest)), day(latest));
        assert_eq!(expires(Some("2024-10-01"), Some("2024-10-01")), known("2027-10-01", "2027-10-01"));
        assert_eq!(expires(Some("2023-12-01"), Some("2023-12-31")), known("2026-12-01", "2026-12-31"));
        assert_eq!(expires(Some("2018-05-01"), Some("2018-05-01")), known("2021-05-01", "2021-05-01"));
        assert_eq!(expires(None, Some("2024-10-01")), (None, day("2027-10-01")));
        assert_eq!(expires(None, None), (None, day("2029-11-23")), "by the day it was recorded it had happened");
    }

    #[test]
    fn what_the_paper_says_of_its_last_day_goes_first() {
        let mut facts = recognised(None, Some("2024-10-01"));
        facts.paper.expires_on = Some(day("2027-06-30"));
        assert_eq!(recorded(facts.clone()).expires(), (Some(day("2027-06-30")), day("2027-06-30")));
        assert!(facts.check_expiry().is_ok());
        facts.earliest = Some(day("2027-07-01"));
        assert!(matches!(facts.check_expiry(), Err(Error::RecognitionExpiry)));
    }

    #[test]
    fn bodies_recognised_the_stars_that_were_theirs_while_they_were_there() {
        for (level, star, earliest, sound) in [
            (IssuingLevel::District, 3, "2023-05-01", true),
            (IssuingLevel::District, 4, "2023-05-01", false),
            (IssuingLevel::District, 3, "2025-06-30", true),
            (IssuingLevel::District, 3, "2025-07-01", false),
            (IssuingLevel::Province, 4, "2025-07-01", true),
            (IssuingLevel::Province, 5, "2023-05-01", false),
            (IssuingLevel::Ministry, 5, "2023-05-01", true),
            (IssuingLevel::Ministry, 3, "2023-05-01", false),
        ] {
            let mut facts = recognised(Some(earliest), Some("2025-12-31"));
            facts.paper.issuing_level = Some(level);
            facts.star = Some(star);
            assert_eq!(facts.check_issuer().is_ok(), sound, "{level:?} {star} {earliest}");
            facts.paper.issuing_level = None;
            assert!(facts.check_issuer().is_ok(), "what is unknown contradicts nothing");
        }
    }

    #[test]
    fn the_rule_set_in_force_has_the_bands_and_parts_of_its_criteria() {
        let catalogue = crate::domain::criteria::Catalogue::built_in().expect("sound");
        let scored = catalogue.versions().last().expect("one");
        let known = rules().rule_set.last().expect("one");
        assert_eq!((&known.number, known.from), (&scored.decision_number, scored.in_force_from));
        let bands: Vec<_> = known.bands.iter().map(|band| (band.star, band.min)).collect();
        assert_eq!(bands, scored.bands.iter().map(|band| (band.star, band.min_points)).collect::<Vec<_>>());
        for set in &rules().rule_set {
            assert!(set.bands.windows(2).all(|pair| pair[0].min > pair[1].min), "{}", set.number);
            let points: i32 = set.parts.iter().map(|part| part.points).sum();
            assert!(set.parts.is_empty() || points == 100, "{}", set.number);
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
