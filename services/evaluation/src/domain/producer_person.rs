//! Persons bound to a producer, as registry tells: they may act for it, and have no say over its products in a
//! council.

use chrono::NaiveDate;
use platform::ids::{PersonId, RawId};

use super::dossier::ProducerId;

/// What binds a person to a producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Her account may act for it from the first day to the last, unless the grant was ended.
    Account {
        /// Last day; none while there is none.
        to: Option<NaiveDate>,
        /// True once the grant was ended: then it opens nothing, not even on its last day.
        ended: bool,
    },
    /// She leads it, until the day before the next leader begins or her last one.
    Leader {
        /// Last day, if she ceased and nobody came after.
        to: Option<NaiveDate>,
    },
}

/// A person bound to a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerPerson {
    /// Registry's identity of the grant or of the leader's term.
    pub(crate) id: RawId,
    pub(crate) producer: ProducerId,
    pub(crate) person: PersonId,
    pub(crate) relation: Relation,
    /// First day.
    pub(crate) from: NaiveDate,
}

impl ProducerPerson {
    /// True if this lets the person act for the producer, on a day on which it binds her.
    pub(crate) fn lets_act(&self, person: PersonId) -> bool {
        self.person == person && matches!(self.relation, Relation::Account { ended: false, .. })
    }
}

/// Of all that was ever told of one producer, what binds persons to it on a day.
pub(crate) fn bound_on(mut told: Vec<ProducerPerson>, day: NaiveDate) -> Vec<ProducerPerson> {
    let begun = |bound: &ProducerPerson| bound.from <= day;
    let leaders = told.iter().filter(|bound| begun(bound) && matches!(bound.relation, Relation::Leader { .. }));
    let present_leader_from = leaders.map(|leader| leader.from).max();
    told.retain(|bound| match bound.relation {
        Relation::Leader { to } => Some(bound.from) == present_leader_from && to.is_none_or(|to| day <= to),
        Relation::Account { to, .. } => begun(bound) && to.is_none_or(|to| day <= to),
    });
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_november: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, of_november).expect("a day")
    }

    fn bound(number: u128, relation: Relation, from: u32) -> ProducerPerson {
        ProducerPerson {
            id: RawId::from_u128(number),
            producer: RawId::from_u128(1).into(),
            person: RawId::from_u128(number).into(),
            relation,
            from: day(from),
        }
    }

    fn account(to: Option<u32>, ended: bool) -> Relation {
        Relation::Account { to: to.map(day), ended }
    }

    /// The numbers of those who are bound on a day.
    fn on(told: &[ProducerPerson], of_november: u32) -> Vec<u128> {
        bound_on(told.to_vec(), day(of_november)).into_iter().map(|bound| bound.id.as_u128()).collect()
    }

    #[test]
    fn a_leader_ceases_the_day_before_the_next_begins_in_whatever_order_they_are_told() {
        let mut told = vec![bound(1, Relation::Leader { to: None }, 5), bound(2, Relation::Leader { to: None }, 20)];
        for _ in 0..2 {
            assert_eq!(on(&told, 4), []);
            assert_eq!(on(&told, 5), [1]);
            assert_eq!(on(&told, 19), [1]);
            assert_eq!(on(&told, 20), [2]);
            told.reverse();
        }
    }

    #[test]
    fn a_leader_who_ceased_is_bound_to_her_last_day() {
        let told = [bound(1, Relation::Leader { to: Some(day(12)) }, 5), bound(2, Relation::Leader { to: None }, 20)];
        assert_eq!(on(&told, 12), [1]);
        assert_eq!(on(&told, 13), []);
        assert_eq!(on(&told, 20), [2]);
    }

    #[test]
    fn accounts_are_bound_from_their_first_day_to_their_last() {
        let told = [bound(1, account(Some(12), false), 10), bound(2, account(None, false), 11)];
        assert_eq!(on(&told, 9), []);
        assert_eq!(on(&told, 10), [1]);
        assert_eq!(on(&told, 12), [1, 2]);
        assert_eq!(on(&told, 13), [2]);
    }

    #[test]
    fn who_may_act_has_an_account_that_is_not_ended() {
        let person = |number| PersonId::from(RawId::from_u128(number));
        assert!(bound(1, account(None, false), 1).lets_act(person(1)));
        assert!(!bound(1, account(None, false), 1).lets_act(person(2)), "another person's");
        assert!(!bound(1, account(Some(23), true), 1).lets_act(person(1)), "ended");
        assert!(!bound(1, Relation::Leader { to: None }, 1).lets_act(person(1)), "leading is no account");
    }

    #[test]
    fn an_ended_account_binds_until_its_last_day() {
        assert_eq!(on(&[bound(1, account(Some(23), true), 1)], 23), [1]);
    }
}
