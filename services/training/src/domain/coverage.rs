//! How much of a population has been reached.
//!
//! The population (Decision 1141/QĐ-UBND of Điện Biên asks for 100 percent of it): the leaders, on a day, of
//! producers that have a product with a valid certificate on that day. A change of leader reopens the gap.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::PersonId;

use super::producer::{LeaderTerm, Producer, ProducerId, leader_on};

/// Most people without training that are named.
const MOST_MISSING: usize = 1000;

/// How much of a population has completed its training. Counts persons, however many producers they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    pub(crate) population: usize,
    pub(crate) trained: usize,
    /// Who is missing, in order of the producers.
    pub(crate) missing: Vec<Untrained>,
}

/// A person of the population without training, with one of the producers she leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Untrained {
    pub(crate) person: PersonId,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
}

impl Coverage {
    /// The coverage of the leaders of these producers on a day. The producers come in the order in which who is
    /// missing is to be named; the terms are theirs, and the trained are all who are.
    pub(crate) fn of(
        producers: Vec<Producer>,
        terms: &HashMap<ProducerId, Vec<LeaderTerm>>,
        trained: &HashSet<PersonId>,
        day: NaiveDate,
    ) -> Self {
        let mut coverage = Self::default();
        let mut seen = HashSet::new();
        for producer in producers {
            let leader = terms.get(&producer.id).and_then(|terms| leader_on(terms, day));
            // A producer that nobody leads adds nobody; who leads two is one person.
            let Some(person) = leader.filter(|leader| seen.insert(*leader)) else { continue };
            coverage.population += 1;
            if trained.contains(&person) {
                coverage.trained += 1;
            } else if coverage.missing.len() < MOST_MISSING {
                coverage.missing.push(Untrained { person, producer: producer.id, unit: producer.unit });
            }
        }
        coverage
    }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn day() -> NaiveDate {
        "2026-11-23".parse().expect("a day")
    }

    fn person(number: u128) -> PersonId {
        RawId::from_u128(number).into()
    }

    fn producer(number: u128) -> Producer {
        let unit = "2025:03127".parse().expect("a unit");
        Producer { id: RawId::from_u128(number).into(), unit, sample: false, retired_on: None }
    }

    /// Producers 1, 2, … led by these persons.
    fn coverage(leaders: &[&[u128]], trained: &[u128]) -> Coverage {
        let mut terms: HashMap<_, Vec<_>> = HashMap::new();
        let mut producers = Vec::new();
        for (number, leaders) in (1..).zip(leaders) {
            producers.push(producer(number));
            for leader in *leaders {
                terms.entry(RawId::from_u128(number).into()).or_default().push(LeaderTerm {
                    id: RawId::from_u128(*leader).into(),
                    producer: RawId::from_u128(number).into(),
                    person: person(*leader),
                    from: day(),
                    to: None,
                });
            }
        }
        Coverage::of(producers, &terms, &trained.iter().map(|number| person(*number)).collect(), day())
    }

    #[test]
    fn a_person_counts_once_however_many_producers_she_leads() {
        let covered = coverage(&[&[10], &[20], &[10], &[30]], &[20]);
        assert_eq!((covered.population, covered.trained), (3, 1));
        let missing: Vec<_> = covered.missing.iter().map(|missing| (missing.person, missing.producer)).collect();
        assert_eq!(
            missing,
            [(person(10), RawId::from_u128(1).into()), (person(30), RawId::from_u128(4).into())],
            "with the first of her producers, in their order"
        );
    }

    #[test]
    fn a_producer_that_nobody_leads_adds_nobody() {
        assert_eq!(coverage(&[&[], &[]], &[10]), Coverage::default());
    }

    #[test]
    fn all_are_counted_though_not_all_are_named() {
        let leaders: Vec<[u128; 1]> = (10_000..11_500).map(|number| [number]).collect();
        let leaders: Vec<&[u128]> = leaders.iter().map(<[u128; 1]>::as_slice).collect();
        let covered = coverage(&leaders, &[10_000]);
        assert_eq!((covered.population, covered.trained, covered.missing.len()), (1500, 1, MOST_MISSING));
    }
}
