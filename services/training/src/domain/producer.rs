//! Producers and who leads them, as registry tells of them.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::PersonId;

use crate::error::Error;

platform::id_type! {
    /// Identity of a producer, as registry gave it.
    ProducerId
}

platform::id_type! {
    /// Identity of a leader's term, as registry gave it.
    LeaderId
}

/// A producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Producer {
    pub(crate) id: ProducerId,
    /// Commune of its address.
    pub(crate) unit: UnitId,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
    /// Day it was taken out of use; none while it is in use.
    pub(crate) retired_on: Option<NaiveDate>,
}

impl Producer {
    /// Refuses once the producer is retired.
    pub(crate) fn must_be_active(&self) -> Result<(), Error> {
        match self.retired_on {
            None => Ok(()),
            Some(_) => Err(Error::ProducerRetired { producer: self.id }),
        }
    }
}

/// The term of a person who leads a producer. It ends the day before the next term of the producer begins, whatever
/// is told of its last day: so the terms say the same in whatever order they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LeaderTerm {
    pub(crate) id: LeaderId,
    pub(crate) producer: ProducerId,
    pub(crate) person: PersonId,
    pub(crate) from: NaiveDate,
    /// Last day, if it ended and nobody came after.
    pub(crate) to: Option<NaiveDate>,
}

/// Who of the terms of one producer leads it on a day.
pub(crate) fn leader_on(terms: &[LeaderTerm], day: NaiveDate) -> Option<PersonId> {
    term_on(terms, day).map(|term| term.person)
}

/// The term of one producer that runs on a day: the one that began last, unless it has ended.
pub(crate) fn term_on(terms: &[LeaderTerm], day: NaiveDate) -> Option<&LeaderTerm> {
    let begun = terms.iter().filter(|term| term.from <= day);
    let last = begun.max_by_key(|term| (term.from, term.id));
    last.filter(|term| term.to.is_none_or(|to| day <= to))
}

/// Who led the producer before a term began, unless it is the same person.
pub(crate) fn leader_before(terms: &[LeaderTerm], term: &LeaderTerm) -> Option<PersonId> {
    let earlier = terms.iter().filter(|other| (other.from, other.id) < (term.from, term.id));
    let others = earlier.filter(|other| other.person != term.person);
    others.max_by_key(|other| (other.from, other.id)).map(|other| other.person)
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn term(number: u128, from: &str) -> LeaderTerm {
        LeaderTerm {
            id: RawId::from_u128(number).into(),
            producer: RawId::nil().into(),
            person: RawId::from_u128(number).into(),
            from: from.parse().expect("a day"),
            to: None,
        }
    }

    #[test]
    fn a_term_ends_the_day_before_the_next_begins_in_whatever_order_they_were_told() {
        let (first, second) = (term(1, "2026-01-01"), term(2, "2026-07-01"));
        for terms in [[first, second], [second, first]] {
            let leader = |on: &str| leader_on(&terms, on.parse().expect("a day"));
            assert_eq!(leader("2025-12-31"), None);
            assert_eq!(leader("2026-01-01"), Some(first.person));
            assert_eq!(leader("2026-06-30"), Some(first.person));
            assert_eq!(leader("2026-07-01"), Some(second.person));
        }
        assert_eq!(leader_on(&[], "2026-07-01".parse().expect("a day")), None);
    }

    #[test]
    fn after_a_term_without_successor_nobody_leads() {
        let ended = LeaderTerm { to: "2026-03-31".parse().ok(), ..term(1, "2026-01-01") };
        let next = term(2, "2026-07-01");
        let leader = |on: &str| leader_on(&[next, ended], on.parse().expect("a day"));
        assert_eq!(leader("2026-03-31"), Some(ended.person));
        assert_eq!(leader("2026-04-01"), None);
        assert_eq!(leader("2026-07-01"), Some(next.person));
        let too_long = LeaderTerm { to: "2026-12-31".parse().ok(), ..ended };
        assert_eq!(leader_on(&[too_long, next], "2026-07-01".parse().expect("a day")), Some(next.person));
    }
}
