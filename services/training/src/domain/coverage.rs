//! How much of a population has been reached.
//!
//! The population (Decision 1141/QĐ-UBND of Điện Biên asks for 100 percent of it): the leaders, on a day, of
//! producers that have a product with a valid certificate on that day. A change of leader reopens the gap.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::PersonId;

use super::learner::OfficialLevel;
use super::producer::{LeaderTerm, Producer, ProducerId, leader_before, leader_on, term_on};

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

/// A person of the population without training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Untrained {
    pub(crate) person: PersonId,
    /// One of the producers she leads; none for an official.
    pub(crate) producer: Option<ProducerId>,
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
                coverage.missing.push(Untrained { person, producer: Some(producer.id), unit: producer.unit });
            }
        }
        coverage
    }

    /// The coverage of officials, each once.
    pub(crate) fn of_officials(officials: &[Candidate], trained: &HashSet<PersonId>) -> Self {
        let mut coverage = Self::default();
        for official in once_each(officials) {
            coverage.population += 1;
            if trained.contains(&official.person) {
                coverage.trained += 1;
            } else if coverage.missing.len() < MOST_MISSING {
                let unit = official.unit.clone();
                coverage.missing.push(Untrained { person: official.person, producer: None, unit });
            }
        }
        coverage
    }
}

/// A person of a population, by one of the terms for which she belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) person: PersonId,
    /// Producer she leads; none for others.
    pub(crate) producer: Option<ProducerId>,
    /// Level of an official.
    pub(crate) level: Option<OfficialLevel>,
    pub(crate) unit: UnitId,
    /// First day of the term; none for a member of a council.
    pub(crate) since: Option<NaiveDate>,
    /// Who led the producer before her.
    pub(crate) predecessor: Option<PersonId>,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
}

/// The leaders of producers on a day.
pub(crate) fn leaders_of(
    producers: Vec<Producer>,
    terms: &HashMap<ProducerId, Vec<LeaderTerm>>,
    day: NaiveDate,
) -> Vec<Candidate> {
    let leader = |producer: Producer| {
        let terms = terms.get(&producer.id)?;
        let term = term_on(terms, day)?;
        Some(Candidate {
            person: term.person,
            producer: Some(producer.id),
            level: None,
            unit: producer.unit,
            since: Some(term.from),
            predecessor: leader_before(terms, term),
            sample: producer.sample,
        })
    };
    producers.into_iter().filter_map(leader).collect()
}

/// That a person completed a class, and until when it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Completed {
    pub(crate) on: NaiveDate,
    /// None if it counts for ever.
    pub(crate) until: Option<NaiveDate>,
}

impl Completed {
    fn counts_on(&self, day: NaiveDate) -> bool {
        self.on <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// What of a person's completions tells most on a day: one that counts, the longest first; else the one that counted last.
pub(crate) fn telling(completions: &[Completed], day: NaiveDate) -> Option<(Completed, bool)> {
    let lasts = |completed: &&Completed| (completed.until.is_none(), completed.until, completed.on);
    let counting = completions.iter().filter(|completed| completed.counts_on(day)).max_by_key(lasts);
    if let Some(completed) = counting {
        return Some((*completed, true));
    }
    let past = completions.iter().filter(|completed| completed.on <= day).max_by_key(lasts);
    past.map(|completed| (*completed, false))
}

/// How a person of a population stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CoverageState {
    /// Her training counts.
    Trained,
    /// She has had none.
    Missing,
    /// She has had none, and who led the producer before her had: the gap reopened.
    Reopened,
    /// Her training counts no more.
    Expired,
}

/// A person of a population with how she stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Covered {
    pub(crate) candidate: Candidate,
    pub(crate) state: CoverageState,
    /// Last day on which her training counts, or did.
    pub(crate) until: Option<NaiveDate>,
}

/// How each person of a population stands on a day, each once, in order of their identities.
pub(crate) fn covered(
    candidates: &[Candidate],
    completions: &HashMap<PersonId, Vec<Completed>>,
    day: NaiveDate,
) -> Vec<Covered> {
    let telling_of = |person: &PersonId| completions.get(person).and_then(|completions| telling(completions, day));
    let stands = |candidate: Candidate| {
        let (state, until) = match telling_of(&candidate.person) {
            Some((completed, true)) => (CoverageState::Trained, completed.until),
            Some((completed, false)) => (CoverageState::Expired, completed.until),
            None if candidate.predecessor.as_ref().and_then(telling_of).is_some() => (CoverageState::Reopened, None),
            None => (CoverageState::Missing, None),
        };
        Covered { candidate, state, until }
    };
    let mut persons: Vec<_> = once_each(candidates).cloned().collect();
    persons.sort_by_key(|candidate| candidate.person);
    persons.into_iter().map(stands).collect()
}

/// The first candidacy of each person.
fn once_each(candidates: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    let mut seen = HashSet::new();
    candidates.iter().filter(move |candidate| seen.insert(candidate.person))
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
            [(person(10), Some(RawId::from_u128(1).into())), (person(30), Some(RawId::from_u128(4).into()))],
            "with the first of her producers, in their order"
        );
    }

    #[test]
    fn a_producer_that_nobody_leads_adds_nobody() {
        assert_eq!(coverage(&[&[], &[]], &[10]), Coverage::default());
    }

    fn led_by(number: u128, predecessor: Option<u128>) -> Candidate {
        Candidate {
            person: person(number),
            producer: Some(RawId::from_u128(1).into()),
            level: None,
            unit: "2025:03127".parse().expect("a unit"),
            since: Some(day()),
            predecessor: predecessor.map(person),
            sample: false,
        }
    }

    #[test]
    fn a_person_is_trained_missing_expired_or_her_gap_reopened() {
        let at = |written: &str| written.parse().expect("a day");
        let completed = |on: &str, until: Option<&str>| Completed { on: at(on), until: until.map(at) };
        let completions = HashMap::from([
            (person(1), vec![completed("2024-01-01", Some("2025-12-31")), completed("2026-01-01", None)]),
            (person(2), vec![completed("2024-01-01", Some("2025-12-31"))]),
            (person(3), vec![completed("2026-11-24", None)]),
        ]);
        let candidates = [led_by(4, Some(2)), led_by(3, Some(9)), led_by(2, None), led_by(1, None), led_by(1, None)];
        let states: Vec<_> = covered(&candidates, &completions, day())
            .iter()
            .map(|covered| (covered.candidate.person, covered.state, covered.until))
            .collect();
        use CoverageState::{Expired, Missing, Reopened, Trained};
        assert_eq!(
            states,
            [
                (person(1), Trained, None),
                (person(2), Expired, Some(at("2025-12-31"))),
                (person(3), Missing, None),
                (person(4), Reopened, None),
            ],
            "each once; what is completed later does not count yet"
        );
    }

    #[test]
    fn all_are_counted_though_not_all_are_named() {
        let leaders: Vec<[u128; 1]> = (10_000..11_500).map(|number| [number]).collect();
        let leaders: Vec<&[u128]> = leaders.iter().map(<[u128; 1]>::as_slice).collect();
        let covered = coverage(&leaders, &[10_000]);
        assert_eq!((covered.population, covered.trained, covered.missing.len()), (1500, 1, MOST_MISSING));
    }
}
