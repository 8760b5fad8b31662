//! Figures: what follows from the facts on a day or in an interval.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use chrono::NaiveDate;
use platform::ids::{PersonId, RawId};

use super::days::Days;
use super::facts::{Audience, Certainty, CertificateFact, Facts, RecognitionFact, in_register};
use super::indicators::{Indicators, Kind};

/// A figure as far as records are certain, how much more it may be, and how much of it stems from samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) value: i64,
    pub(crate) uncertain: i64,
    pub(crate) sample: i64,
}

impl Figure {
    pub(super) fn add(&mut self, certainty: Certainty, sample: bool) {
        match certainty {
            Certainty::Certain => {
                self.value += 1;
                self.sample += i64::from(sample);
            }
            Certainty::Possible => self.uncertain += 1,
            Certainty::Excluded => {}
        }
    }
}

/// The figure of a kind: in an interval for what happens, on its last day for what is. None if nobody records
/// it, if training was not recorded yet by the interval's end, or for a share of none.
pub(crate) fn figure(kind: Kind, facts: &Facts, indicators: &Indicators, interval: Days) -> Option<Figure> {
    let day = interval.to;
    Some(match kind {
        Kind::NotRecorded => return None,
        Kind::ProductsRecognised => products_recognised(facts, indicators, interval),
        Kind::OfficialsTrainedPeople => trained(facts, Audience::Officials, interval)?.0,
        Kind::OfficialsTrainedAttendances => trained(facts, Audience::Officials, interval)?.1,
        Kind::LeadersTrainedPeople => trained(facts, Audience::Leaders, interval)?.0,
        Kind::LeadersTrainedAttendances => trained(facts, Audience::Leaders, interval)?.1,
        Kind::LeadersTrainedCoverage => coverage(facts, day)?,
        Kind::ProductsValid => {
            sum(products_valid(facts, indicators, day).map(|(_, certainty, sample)| (certainty, sample)))
        }
        Kind::CertificatesIssued => {
            let issued = facts.certificates.iter().filter(|certificate| interval.hold(certificate.days.from));
            sum(issued.map(|certificate| (Certainty::Certain, certificate.sample)))
        }
        Kind::ProducersWithValidProduct => {
            distinct(valid(facts, day).map(|certificate| (certificate.producer, certificate.sample)))
        }
        Kind::CommunesWithValidProduct => communes(facts, day),
        Kind::ProducersRegistered => {
            let producers =
                facts.producers.iter().filter(|producer| in_register(producer.registered_on, producer.retired_on, day));
            sum(producers.map(|producer| (Certainty::Certain, producer.sample)))
        }
        Kind::ProductsRegistered => {
            let products =
                facts.products.iter().filter(|product| in_register(product.registered_on, product.retired_on, day));
            sum(products.map(|product| (Certainty::Certain, product.sample)))
        }
    })
}

fn sum(counted: impl Iterator<Item = (Certainty, bool)>) -> Figure {
    let mut figure = Figure::default();
    for (certainty, sample) in counted {
        figure.add(certainty, sample);
    }
    figure
}

fn valid(facts: &Facts, day: NaiveDate) -> impl Iterator<Item = &CertificateFact> {
    facts.certificates.iter().filter(move |certificate| certificate.days.hold(day))
}

/// A product whose certificate or recorded recognition holds.
pub(crate) enum ValidProduct<'f> {
    Certified(&'f CertificateFact),
    Recorded(&'f RecognitionFact),
}

/// The products that hold a star on a day, each once.
pub(crate) fn products_valid<'f>(
    facts: &'f Facts,
    indicators: &'f Indicators,
    day: NaiveDate,
) -> impl Iterator<Item = (ValidProduct<'f>, Certainty, bool)> {
    // A product renewed before its old certificate ran out has two for a while; the newest counts.
    let mut newest: BTreeMap<RawId, &CertificateFact> = BTreeMap::new();
    for certificate in valid(facts, day) {
        let known = newest.entry(certificate.product).or_insert(certificate);
        if known.days.from < certificate.days.from {
            *known = certificate;
        }
    }
    let certified = newest
        .into_values()
        .map(|certificate| (ValidProduct::Certified(certificate), Certainty::Certain, certificate.sample));
    let months = indicators.recorded_recognitions_hold_months;
    let recorded = facts.recognitions.iter().map(move |recognition| {
        let held = recognition.held_on(day, months, indicators.programme_began);
        (ValidProduct::Recorded(recognition), held, false)
    });
    certified.chain(recorded.filter(|(_, held, _)| *held != Certainty::Excluded))
}

/// Products recognised for the first time within the interval.
fn products_recognised(facts: &Facts, indicators: &Indicators, interval: Days) -> Figure {
    let mut first: HashMap<RawId, &CertificateFact> = HashMap::new();
    for certificate in &facts.certificates {
        let known = first.entry(certificate.product).or_insert(certificate);
        if certificate.days.from < known.days.from {
            *known = certificate;
        }
    }
    let certified = first
        .into_values()
        .filter(|certificate| interval.hold(certificate.days.from))
        .map(|certificate| (Certainty::Certain, certificate.sample));
    let recorded = facts
        .recognitions
        .iter()
        .map(|recognition| (recognition.recognised_in(interval, indicators.programme_began), false));
    sum(certified.chain(recorded))
}

fn communes(facts: &Facts, day: NaiveDate) -> Figure {
    distinct(valid(facts, day).map(|certificate| (&certificate.unit, certificate.sample)))
}

/// Each once; it stems from samples if nothing real speaks for it.
fn distinct<T: Eq + Hash>(counted: impl Iterator<Item = (T, bool)>) -> Figure {
    let mut only_samples: HashMap<T, bool> = HashMap::new();
    for (thing, sample) in counted {
        *only_samples.entry(thing).or_insert(true) &= sample;
    }
    sum(only_samples.into_values().map(|sample| (Certainty::Certain, sample)))
}

/// People who attended, and attendances: one person in one class counts once. None if the interval ends before
/// training is recorded at all; from then on nobody is a true 0.
fn trained(facts: &Facts, audience: Audience, interval: Days) -> Option<(Figure, Figure)> {
    if facts.training_recorded_from.is_none_or(|from| interval.to < from) {
        return None;
    }
    let attended = facts.attendances.iter().filter(|fact| fact.audience == audience && interval.hold(fact.day));
    let people = distinct(attended.clone().map(|fact| (fact.person, fact.sample)));
    Some((people, distinct(attended.map(|fact| ((fact.person, fact.class), fact.sample)))))
}

/// Share of the leaders of producers with a valid product who had completed their training by a day, in
/// hundredths of a percent; a share of none is no number. A leader counts where her producer is, as training
/// counts her.
fn coverage(facts: &Facts, day: NaiveDate) -> Option<Figure> {
    let leading = facts.leaders_on(day);
    let holds = |(_, days): &&(RawId, Days)| days.hold(day);
    let certified: HashSet<_> = facts.certified.iter().filter(holds).map(|(producer, _)| producer).collect();
    let in_use =
        facts.producers.iter().filter(|producer| in_register(producer.registered_on, producer.retired_on, day));
    // Who leads a real producer belongs to the population by that, whatever samples she leads.
    let mut only_samples: HashMap<PersonId, bool> = HashMap::new();
    for producer in in_use.filter(|producer| certified.contains(&producer.id)) {
        if let Some(leader) = leading.get(&producer.id) {
            *only_samples.entry(leader.person).or_insert(true) &= producer.sample;
        }
    }
    let completed: HashSet<_> = facts
        .completions
        .iter()
        .filter(|completion| completion.day <= day)
        .map(|completion| completion.person)
        .collect();
    let trained = only_samples.iter().filter(|(person, _)| completed.contains(person));
    let trained = sum(trained.map(|(_, sample)| (Certainty::Certain, *sample)));
    let population = i64::try_from(only_samples.len()).unwrap_or(i64::MAX);
    let share = |trained: i64| (trained * 10_000).checked_div(population);
    Some(Figure { value: share(trained.value)?, uncertain: 0, sample: share(trained.sample)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{AttendanceFact, CompletionFact, LeaderFact, ProducerFact};
    use crate::domain::indicators::built_in;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn days(from: &str, to: &str) -> Days {
        Days { from: day(from), to: day(to) }
    }

    fn certificate(product: u128, unit: &str, from: &str, to: &str, sample: bool) -> CertificateFact {
        CertificateFact {
            product: RawId::from_u128(product),
            producer: RawId::from_u128(100 + product),
            unit: unit.parse().expect("a unit"),
            product_set: 4,
            star: 3,
            sample,
            days: days(from, to),
        }
    }

    fn value(kind: Kind, facts: &Facts, interval: Days) -> Figure {
        figure(kind, facts, built_in(), interval).expect("recorded")
    }

    #[test]
    fn a_renewed_product_is_recognised_once_and_valid_once() {
        let facts = Facts {
            certificates: vec![
                certificate(1, "2025:03127", "2023-01-10", "2026-01-10", false),
                certificate(1, "2025:03127", "2025-12-20", "2028-12-20", false),
                certificate(2, "2025:03151", "2025-12-20", "2028-12-20", true),
            ],
            ..Facts::default()
        };
        let phase = days("2021-01-01", "2026-11-23");
        assert_eq!(value(Kind::ProductsRecognised, &facts, phase), Figure { value: 2, uncertain: 0, sample: 1 });
        let overlap = days("2021-01-01", "2026-01-01");
        assert_eq!(value(Kind::ProductsValid, &facts, overlap), Figure { value: 2, uncertain: 0, sample: 1 });
        assert_eq!(value(Kind::CertificatesIssued, &facts, overlap).value, 3);
        assert_eq!(
            value(Kind::CommunesWithValidProduct, &facts, overlap),
            Figure { value: 2, uncertain: 0, sample: 1 }
        );
        assert_eq!(value(Kind::ProducersWithValidProduct, &facts, overlap).value, 2);
    }

    #[test]
    fn a_revoked_certificate_counts_up_to_the_day_before() {
        let mut revoked = certificate(1, "2025:03127", "2026-01-10", "2029-01-10", false);
        revoked.days = revoked.days.before(day("2026-12-07"));
        let facts = Facts { certificates: vec![revoked], ..Facts::default() };
        let on = |written: &str| days("2021-01-01", written);
        assert_eq!(value(Kind::ProductsValid, &facts, on("2026-12-06")).value, 1);
        assert_eq!(value(Kind::ProductsValid, &facts, on("2026-12-07")).value, 0);
        assert_eq!(value(Kind::ProductsRecognised, &facts, on("2026-12-07")).value, 1, "that it was recognised stays");
    }

    #[test]
    fn people_and_attendances_are_counted_apart() {
        let attendance = |person: u128, class: u128, on: &str| AttendanceFact {
            class: RawId::from_u128(class),
            audience: Audience::Officials,
            unit: "2025:11".parse().expect("a unit"),
            person: PersonId::constant(RawId::from_u128(person)),
            sample: class == 3,
            day: day(on),
        };
        let facts = Facts {
            training_recorded_from: Some(day("2026-03-01")),
            attendances: vec![
                attendance(1, 1, "2026-03-01"),
                attendance(1, 1, "2026-03-02"),
                attendance(1, 2, "2026-05-01"),
                attendance(2, 1, "2026-03-01"),
                attendance(3, 3, "2027-01-01"),
                attendance(1, 3, "2027-01-01"),
            ],
            ..Facts::default()
        };
        let phase = days("2021-01-01", "2026-11-23");
        let figure = |value, sample| Figure { value, uncertain: 0, sample };
        assert_eq!(value(Kind::OfficialsTrainedPeople, &facts, phase), figure(2, 0));
        assert_eq!(value(Kind::OfficialsTrainedAttendances, &facts, phase), figure(3, 0));
        assert_eq!(value(Kind::LeadersTrainedPeople, &facts, phase), figure(0, 0));
        let longer = days("2021-01-01", "2027-01-01");
        assert_eq!(value(Kind::OfficialsTrainedPeople, &facts, longer), figure(3, 1), "a class of samples");
        assert_eq!(
            value(Kind::OfficialsTrainedAttendances, &facts, longer),
            figure(5, 2),
            "one of them of a person trained for real"
        );
    }

    #[test]
    fn before_training_is_recorded_nobody_knows_who_was_trained() {
        let of_training = [
            Kind::OfficialsTrainedPeople,
            Kind::OfficialsTrainedAttendances,
            Kind::LeadersTrainedPeople,
            Kind::LeadersTrainedAttendances,
        ];
        let all = |facts: &Facts, from: &str, to: &str| {
            of_training.map(|kind| figure(kind, facts, built_in(), days(from, to)))
        };
        assert_eq!(all(&Facts::default(), "2018-01-01", "2026-11-23"), [None; 4], "nobody ever attended");
        // Somebody attended somewhere else.
        let facts = Facts { training_recorded_from: Some(day("2026-03-01")), ..Facts::default() };
        let zero = Some(Figure::default());
        assert_eq!(all(&facts, "2018-01-01", "2020-12-31"), [None; 4]);
        assert_eq!(all(&facts, "2021-01-01", "2026-02-28"), [None; 4]);
        assert_eq!(all(&facts, "2021-01-01", "2026-03-01"), [zero; 4]);
        assert_eq!(all(&facts, "2026-06-01", "2026-06-30"), [zero; 4]);
    }

    #[test]
    fn a_change_of_leader_reopens_the_gap() {
        let person = |number: u128| PersonId::constant(RawId::from_u128(number));
        let producer = |number: u128, retired: Option<&str>| ProducerFact {
            id: RawId::from_u128(100 + number),
            kind: "cooperative".to_owned(),
            unit: "2025:03127".parse().expect("a unit"),
            sample: false,
            registered_on: day("2026-01-01"),
            retired_on: retired.map(day),
        };
        let leads = |person, number: u128, from: &str| LeaderFact {
            producer: RawId::from_u128(100 + number),
            person,
            from: day(from),
            to: None,
        };
        let facts = Facts {
            producers: vec![producer(1, None), producer(2, None), producer(3, Some("2026-02-01"))],
            certified: (101..=103).map(|id| (RawId::from_u128(id), days("2026-01-01", "2029-01-01"))).collect(),
            leaders: vec![
                leads(person(1), 1, "2026-01-01"),
                leads(person(2), 2, "2026-01-01"),
                leads(person(9), 2, "2026-10-01"),
                leads(person(3), 3, "2026-01-01"),
            ],
            completions: vec![
                CompletionFact { person: person(1), day: day("2026-03-01") },
                CompletionFact { person: person(2), day: day("2026-04-01") },
            ],
            ..Facts::default()
        };
        let covered = |on: &str| {
            let coverage = figure(Kind::LeadersTrainedCoverage, &facts, built_in(), days("2025-01-01", on));
            coverage.map(|share| share.value)
        };
        assert_eq!(covered("2025-12-31"), None, "there is nobody yet to be trained");
        assert_eq!(covered("2026-01-15"), Some(0));
        assert_eq!(covered("2026-03-01"), Some(5000), "the third producer is retired by then");
        assert_eq!(covered("2026-04-01"), Some(10_000));
        assert_eq!(covered("2026-10-01"), Some(5000), "a new leader of the second producer");
        assert_eq!(covered("2029-01-02"), None, "all certificates have run out");
    }

    #[test]
    fn what_nobody_records_has_no_figure() {
        assert_eq!(figure(Kind::NotRecorded, &Facts::default(), built_in(), days("2021-01-01", "2026-11-23")), None);
    }
}
