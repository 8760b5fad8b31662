//! Leaders of producers: persons with a term.

use chrono::NaiveDate;
use platform::clock::Moment;
pub(crate) use platform::ids::PersonId;

use super::producer::ProducerId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a leader's term.
    LeaderId
}

/// The term of a person who leads a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leader {
    pub(crate) id: LeaderId,
    pub(crate) producer: ProducerId,
    pub(crate) person: PersonId,
    pub(crate) full_name: String,
    pub(crate) title: String,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl Leader {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// What becomes of the last term of a producer when another begins: it ends the day before, unless it has ended
    /// earlier. None if it stays as it is.
    pub(crate) fn succeeded_on(self, successor_from: NaiveDate, now: Moment) -> Result<Option<Self>, Error> {
        match self.to {
            Some(to) if to < successor_from => Ok(None),
            Some(to) => Err(Error::LeaderTermOrder { present: to }),
            None if successor_from <= self.from => Err(Error::LeaderTermOrder { present: self.from }),
            None => Ok(Some(self.changed(now, |term| term.to = successor_from.pred_opt()))),
        }
    }

    /// The term with its last day, after which nobody leads the producer.
    pub(crate) fn end(self, last_day: NaiveDate, now: Moment) -> Result<Self, Error> {
        if self.to.is_some() {
            return Err(Error::LeaderTermEnded { leader: self.id });
        }
        if last_day < self.from {
            return Err(Error::LeaderTermCrossed { from: self.from });
        }
        Ok(self.changed(now, |term| term.to = Some(last_day)))
    }

    /// The term running on, as the one that followed was taken back.
    pub(crate) fn reopened(self, now: Moment) -> Self {
        self.changed(now, |term| term.to = None)
    }

    /// The term with the person's right name.
    pub(crate) fn renamed(self, full_name: &str, now: Moment) -> Self {
        self.changed(now, |term| full_name.clone_into(&mut term.full_name))
    }

    /// True if there is a day that both terms hold.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let before = |one: &Self, next: &Self| one.to.is_some_and(|to| to < next.from);
        !before(self, other) && !before(other, self)
    }

    /// The term as one of another producer: the record was of the same.
    pub(crate) fn moved_to(self, producer: ProducerId, now: Moment) -> Self {
        self.changed(now, |term| term.producer = producer)
    }

    fn changed(mut self, now: Moment, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        Self { version: self.version + 1, updated_at: now, ..self }
    }
}

/// What a term should have been.
#[derive(Clone, Debug)]
pub(crate) struct CorrectedTerm {
    pub(crate) title: String,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

/// The terms of a producer that a correction of one changes, that one first: a term that ended where it began follows it.
/// The terms of one producer do not overlap, and only the last may run on.
pub(crate) fn corrected(
    mut terms: Vec<Leader>,
    id: LeaderId,
    right: &CorrectedTerm,
    now: Moment,
) -> Result<Vec<Leader>, Error> {
    terms.sort_by_key(|term| (term.from, term.id));
    let place = terms.iter().position(|term| term.id == id).ok_or(Error::NoSuchLeaderTerm { leader: id })?;
    if right.to.is_some_and(|to| to < right.from) {
        return Err(Error::LeaderTermCrossed { from: right.from });
    }
    if let Some(next) = terms.get(place + 1)
        && right.to.is_none_or(|to| to >= next.from)
    {
        return Err(Error::LeaderTermOverlaps { other_from: next.from });
    }
    let mut changed = vec![terms[place].clone().changed(now, |term| {
        right.title.clone_into(&mut term.title);
        (term.from, term.to) = (right.from, right.to);
    })];
    if let Some(before) = place.checked_sub(1).map(|before| terms[before].clone()) {
        let followed = before.to == terms[place].from.pred_opt();
        let ends = if followed { right.from.pred_opt() } else { before.to };
        if ends.is_none_or(|ends| ends < before.from || ends >= right.from) {
            return Err(Error::LeaderTermOrder { present: before.from });
        }
        if ends != before.to {
            changed.push(before.changed(now, |term| term.to = ends));
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::ids::RawId;

    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn term(number: u128, from: &str, to: Option<&str>) -> Leader {
        Leader {
            id: RawId::from_u128(number).into(),
            producer: RawId::from_u128(100).into(),
            person: RawId::from_u128(number).into(),
            full_name: "Người".to_owned(),
            title: "Giám đốc".to_owned(),
            from: day(from),
            to: to.map(day),
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    fn days(terms: Vec<Leader>) -> Vec<(u128, String, String)> {
        let days = |term: Leader| {
            let to = term.to.map(|to| to.to_string()).unwrap_or_default();
            (RawId::from(term.id).as_u128(), term.from.to_string(), to)
        };
        terms.into_iter().map(days).collect()
    }

    fn correct(number: u128, from: &str, to: Option<&str>) -> Result<Vec<(u128, String, String)>, Error> {
        let terms = vec![
            term(3, "2026-07-01", None),
            term(1, "2024-01-01", Some("2024-12-31")),
            term(2, "2026-01-01", Some("2026-06-30")),
        ];
        let right = CorrectedTerm { title: "Chủ nhiệm".to_owned(), from: day(from), to: to.map(day) };
        corrected(terms, RawId::from_u128(number).into(), &right, DateTime::UNIX_EPOCH).map(days)
    }

    fn told(number: u128, from: &str, to: &str) -> (u128, String, String) {
        (number, from.to_owned(), to.to_owned())
    }

    #[test]
    fn the_term_before_follows_the_one_it_ended_for() {
        let later = correct(3, "2026-08-01", None).expect("corrected");
        assert_eq!(later, [told(3, "2026-08-01", ""), told(2, "2026-01-01", "2026-07-31")]);
        let apart = correct(2, "2025-03-01", Some("2026-06-30")).expect("corrected");
        assert_eq!(apart, [told(2, "2025-03-01", "2026-06-30")], "nobody led in between, and nobody does");
    }

    #[test]
    fn terms_do_not_overlap_and_only_the_last_runs_on() {
        let overlaps = |corrected| matches!(corrected, Err(Error::LeaderTermOverlaps { .. }));
        assert!(overlaps(correct(2, "2026-01-01", None)));
        assert!(overlaps(correct(2, "2026-01-01", Some("2026-07-01"))));
        let before = |corrected| matches!(corrected, Err(Error::LeaderTermOrder { .. }));
        assert!(before(correct(3, "2026-01-01", None)));
        assert!(before(correct(2, "2024-12-31", Some("2026-06-30"))));
        assert!(matches!(correct(3, "2026-08-01", Some("2026-07-31")), Err(Error::LeaderTermCrossed { .. })));
    }

    #[test]
    fn a_term_ends_once_and_not_before_it_begins() {
        let ended = term(1, "2026-01-01", None).end(day("2026-01-01"), DateTime::UNIX_EPOCH).expect("a single day");
        assert!(matches!(
            ended.clone().end(day("2026-02-01"), DateTime::UNIX_EPOCH),
            Err(Error::LeaderTermEnded { .. })
        ));
        let crossed = term(1, "2026-01-01", None).end(day("2025-12-31"), DateTime::UNIX_EPOCH);
        assert!(matches!(crossed, Err(Error::LeaderTermCrossed { .. })));
        assert_eq!(ended.clone().succeeded_on(day("2026-03-01"), DateTime::UNIX_EPOCH).expect("after it"), None);
        let within = ended.succeeded_on(day("2026-01-01"), DateTime::UNIX_EPOCH);
        assert!(matches!(within, Err(Error::LeaderTermOrder { .. })));
    }
}
