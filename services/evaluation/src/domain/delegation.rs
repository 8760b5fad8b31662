//! Delegation during a leave: who stands in for whom.
//!
//! A delegation gives no right: only who holds the same role in the unit can act, by her own. It says for whom she
//! acts, and what the other prepared she may not approve.

use chrono::NaiveDate;
use platform::access::{Role, UnitId};
use platform::ids::PersonId;

use crate::error::Error;

platform::id_type! {
    /// Identity of a delegation.
    DelegationId
}

/// That somebody stands in for an official.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delegation {
    pub(crate) id: DelegationId,
    /// Who is on leave.
    pub(crate) from: PersonId,
    /// Who stands in.
    pub(crate) to: PersonId,
    pub(crate) role: Role,
    pub(crate) unit: UnitId,
    /// Province of the unit, or the country.
    pub(crate) province: UnitId,
    pub(crate) first_day: NaiveDate,
    /// The last day; before the first one if it was ended before it began.
    pub(crate) last_day: NaiveDate,
    pub(crate) version: i64,
}

impl Delegation {
    /// Refuses days in the past or in the wrong order, and standing in for oneself.
    pub(crate) fn check(&self, today: NaiveDate) -> Result<(), Error> {
        if self.from == self.to {
            return Err(Error::DelegationToSelf);
        }
        let sound = today <= self.first_day && self.first_day <= self.last_day;
        if sound { Ok(()) } else { Err(Error::DelegationDates { today }) }
    }

    /// True if it holds on a day of both, and somebody would stand in twice or stand in while on leave herself.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        let at_once = self.first_day <= other.last_day && other.first_day <= self.last_day;
        let same_seat = self.role == other.role && self.unit == other.unit;
        let clash = other.from == self.from || other.from == self.to || other.to == self.from;
        at_once && same_seat && clash
    }

    /// It ends today; one that has not begun never does.
    pub(crate) fn end(self, version: i64, today: NaiveDate) -> Result<Self, Error> {
        if self.version != version {
            return Err(Error::EtagStale);
        }
        let last_day = if self.first_day > today { self.first_day.pred_opt().unwrap_or(today) } else { today };
        if last_day >= self.last_day {
            return Err(Error::DelegationOver { delegation: self.id, last_day: self.last_day });
        }
        Ok(Self { last_day, version: self.version + 1, ..self })
    }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn person(number: u128) -> PersonId {
        PersonId::constant(RawId::from_u128(number))
    }

    fn delegation(from: u128, to: u128, first_day: &str, last_day: &str) -> Delegation {
        Delegation {
            id: DelegationId::constant(RawId::from_u128(9)),
            from: person(from),
            to: person(to),
            role: Role::CommuneOfficer,
            unit: "2025:03127".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            first_day: day(first_day),
            last_day: day(last_day),
            version: 1,
        }
    }

    #[test]
    fn days_lie_ahead_and_nobody_stands_in_for_herself() {
        let today = day("2026-11-23");
        assert!(delegation(1, 2, "2026-11-23", "2026-11-23").check(today).is_ok());
        assert!(delegation(1, 2, "2026-11-22", "2026-11-30").check(today).is_err());
        assert!(delegation(1, 2, "2026-12-02", "2026-12-01").check(today).is_err());
        assert!(delegation(1, 1, "2026-12-01", "2026-12-02").check(today).is_err());
    }

    #[test]
    fn who_is_on_leave_neither_delegates_twice_nor_stands_in() {
        let leave = delegation(1, 2, "2026-12-01", "2026-12-10");
        assert!(leave.contradicts(&delegation(1, 3, "2026-12-10", "2026-12-20")));
        assert!(leave.contradicts(&delegation(2, 3, "2026-11-25", "2026-12-01")), "the other is on leave too");
        assert!(leave.contradicts(&delegation(3, 1, "2026-12-05", "2026-12-06")), "she cannot stand in meanwhile");
        assert!(!leave.contradicts(&delegation(3, 2, "2026-12-05", "2026-12-06")), "one can stand in for two");
        assert!(!leave.contradicts(&delegation(1, 3, "2026-12-11", "2026-12-20")));
        let elsewhere = Delegation { role: Role::CommuneLeader, ..delegation(1, 3, "2026-12-01", "2026-12-10") };
        assert!(!leave.contradicts(&elsewhere));
    }

    #[test]
    fn a_delegation_ends_today_or_never_begins() {
        let leave = || delegation(1, 2, "2026-12-01", "2026-12-10");
        assert_eq!(leave().end(1, day("2026-12-03")).expect("ended").last_day, day("2026-12-03"));
        assert_eq!(leave().end(1, day("2026-11-25")).expect("ended").last_day, day("2026-11-30"));
        assert!(leave().end(1, day("2026-12-10")).is_err(), "its last day");
        assert!(leave().end(1, day("2026-12-11")).is_err(), "over");
        assert!(leave().end(2, day("2026-12-03")).is_err(), "read before it changed");
    }
}
