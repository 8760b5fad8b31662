//! Facts: what the other services told, one row for each thing, with the days it holds from and to.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use platform::access::UnitId;
use platform::ids::{PersonId, RawId};

use super::days::Days;

/// A producer in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerFact {
    pub(crate) id: RawId,
    pub(crate) kind: String,
    pub(crate) unit: UnitId,
    pub(crate) sample: bool,
    pub(crate) registered_on: NaiveDate,
    pub(crate) retired_on: Option<NaiveDate>,
}

/// A product in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductFact {
    pub(crate) id: RawId,
    pub(crate) unit: UnitId,
    pub(crate) sample: bool,
    pub(crate) registered_on: NaiveDate,
    pub(crate) retired_on: Option<NaiveDate>,
}

/// A term of a leader; it ends when the next one of the same producer begins, or before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeaderFact {
    pub(crate) producer: RawId,
    pub(crate) person: PersonId,
    pub(crate) from: NaiveDate,
    /// Last day, if it ended and nobody came after.
    pub(crate) to: Option<NaiveDate>,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateFact {
    pub(crate) product: RawId,
    pub(crate) producer: RawId,
    pub(crate) unit: UnitId,
    pub(crate) product_set: i32,
    pub(crate) star: i32,
    pub(crate) sample: bool,
    pub(crate) days: Days,
}

/// A recognition under earlier rules, whose day is known to lie in an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecognitionFact {
    /// Province of today; a commune is not known.
    pub(crate) unit: UnitId,
    /// 0 if unknown.
    pub(crate) product_set: i32,
    /// 0 if unknown.
    pub(crate) star: i32,
    /// Not before this day, if anything is known of that.
    pub(crate) earliest: Option<NaiveDate>,
    /// Not after this day: at the latest it was recorded by then.
    pub(crate) latest: NaiveDate,
}

/// For whom a class is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Officials,
    Leaders,
}

/// That a person was present in a class on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttendanceFact {
    pub(crate) class: RawId,
    pub(crate) audience: Audience,
    /// Unit the person belonged to.
    pub(crate) unit: UnitId,
    pub(crate) person: PersonId,
    pub(crate) sample: bool,
    pub(crate) day: NaiveDate,
}

/// That a person completed a class for leaders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CompletionFact {
    pub(crate) person: PersonId,
    pub(crate) day: NaiveDate,
}

/// The facts of a unit's subtree, as known at a moment. Some are of all units: a person who was trained
/// elsewhere is trained, and a producer may have a product from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) producers: Vec<ProducerFact>,
    pub(crate) products: Vec<ProductFact>,
    pub(crate) leaders: Vec<LeaderFact>,
    pub(crate) certificates: Vec<CertificateFact>,
    pub(crate) recognitions: Vec<RecognitionFact>,
    pub(crate) attendances: Vec<AttendanceFact>,
    /// The earliest day of an attendance of all units and audiences: what was before, nobody recorded. None if there
    /// is no attendance.
    pub(crate) training_recorded_from: Option<NaiveDate>,
    /// Of all units.
    pub(crate) completions: Vec<CompletionFact>,
    /// Each certificate's producer and days, of all units.
    pub(crate) certified: Vec<(RawId, Days)>,
}

impl Facts {
    /// Who led each producer on a day.
    pub(crate) fn leaders_on(&self, day: NaiveDate) -> HashMap<RawId, &LeaderFact> {
        let mut leading: HashMap<RawId, &LeaderFact> = HashMap::new();
        for leader in self.leaders.iter().filter(|leader| leader.from <= day) {
            let present = leading.entry(leader.producer).or_insert(leader);
            if present.from < leader.from {
                *present = leader;
            }
        }
        leading.retain(|_, leader| leader.to.is_none_or(|to| day <= to));
        leading
    }
}

/// True if something registered on a day and perhaps retired on another was in the register on a third.
pub(crate) fn in_register(registered_on: NaiveDate, retired_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    registered_on <= day && retired_on.is_none_or(|retired_on| day < retired_on)
}

/// Whether something holds, where records leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    Certain,
    Possible,
    Excluded,
}

impl RecognitionFact {
    /// The days it can have been recognised on. Nothing was before the programme began, so there may be none.
    fn possible_days(&self, programme_began: NaiveDate) -> Option<Days> {
        let from = self.earliest.unwrap_or(programme_began);
        (from <= self.latest).then_some(Days { from, to: self.latest })
    }

    /// Whether it was recognised within an interval.
    pub(crate) fn recognised_in(&self, interval: Days, programme_began: NaiveDate) -> Certainty {
        let Some(possible) = self.possible_days(programme_began) else { return Certainty::Excluded };
        if interval.from <= possible.from && possible.to <= interval.to {
            Certainty::Certain
        } else if possible.from <= interval.to && interval.from <= possible.to {
            Certainty::Possible
        } else {
            Certainty::Excluded
        }
    }

    /// Whether it held on a day, for as many months as recognitions of its time did.
    pub(crate) fn held_on(&self, day: NaiveDate, months: u32, programme_began: NaiveDate) -> Certainty {
        let Some(possible) = self.possible_days(programme_began) else { return Certainty::Excluded };
        let until = |recognised: NaiveDate| recognised + Months::new(months);
        if possible.to <= day && day <= until(possible.from) {
            Certainty::Certain
        } else if possible.from <= day && day <= until(possible.to) {
            Certainty::Possible
        } else {
            Certainty::Excluded
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn days(from: &str, to: &str) -> Days {
        Days { from: day(from), to: day(to) }
    }

    fn recognition(earliest: &str, latest: &str) -> RecognitionFact {
        let optional = |written: &str| (!written.is_empty()).then(|| day(written));
        RecognitionFact {
            unit: "2025:11".parse().expect("a unit"),
            product_set: 4,
            star: 3,
            earliest: optional(earliest),
            latest: optional(latest).unwrap_or(day("2026-11-23")),
        }
    }

    #[test]
    fn a_recognition_belongs_to_a_phase_as_far_as_its_days_tell() {
        let began = day("2018-05-07");
        let phase = days("2018-01-01", "2020-12-31");
        let in_phase = |earliest, latest| recognition(earliest, latest).recognised_in(phase, began);
        assert_eq!(in_phase("2019-01-01", "2019-12-31"), Certainty::Certain);
        assert_eq!(in_phase("", "2020-12-31"), Certainty::Certain, "nothing was recognised before the programme");
        assert_eq!(in_phase("", "2022-12-31"), Certainty::Possible);
        assert_eq!(in_phase("", ""), Certainty::Possible);
        assert_eq!(in_phase("2022-12-01", "2022-12-31"), Certainty::Excluded);
    }

    #[test]
    fn before_the_programme_began_nothing_was_recognised() {
        let began = day("2018-05-07");
        let phase = days("2018-01-01", "2020-12-31");
        for (latest, certainty) in [
            ("2017-12-31", Certainty::Excluded),
            ("2018-05-06", Certainty::Excluded),
            ("2018-05-07", Certainty::Certain),
        ] {
            let recognition = recognition("", latest);
            assert_eq!(recognition.recognised_in(phase, began), certainty, "{latest}");
            assert_eq!(recognition.held_on(day("2018-12-31"), 36, began), certainty, "{latest}");
        }
    }

    #[test]
    fn a_recognition_holds_as_far_as_its_days_tell() {
        let held = |earliest, latest, on: &str| recognition(earliest, latest).held_on(day(on), 36, day("2018-05-07"));
        assert_eq!(held("2024-10-01", "2024-12-31", "2026-11-23"), Certainty::Certain);
        assert_eq!(held("2023-01-01", "2023-12-31", "2026-11-23"), Certainty::Possible);
        assert_eq!(held("2022-12-01", "2022-12-31", "2026-11-23"), Certainty::Excluded);
        assert_eq!(held("2022-12-01", "2022-12-31", "2022-11-30"), Certainty::Excluded);
        assert_eq!(held("", "", "2020-06-30"), Certainty::Possible);
        assert_eq!(held("", "", "2026-11-23"), Certainty::Possible);
        assert_eq!(held("", "", "2029-11-24"), Certainty::Excluded);
    }

    #[test]
    fn the_newest_term_leads() {
        let (producer, one, two) = (RawId::from_u128(1), RawId::from_u128(2), RawId::from_u128(3));
        let term =
            |person: RawId, from: &str| LeaderFact { producer, person: person.into(), from: day(from), to: None };
        let facts = Facts { leaders: vec![term(two, "2026-07-01"), term(one, "2026-01-01")], ..Facts::default() };
        let leads = |on: &str| facts.leaders_on(day(on)).get(&producer).map(|leader| RawId::from(leader.person));
        assert_eq!(leads("2025-12-31"), None);
        assert_eq!(leads("2026-06-30"), Some(one));
        assert_eq!(leads("2026-07-01"), Some(two));
    }
}
