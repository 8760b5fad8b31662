//! Sets of days, as intervals that do not touch each other.

use chrono::{Days as DayCount, NaiveDate};

use super::days::Days;

/// The end of what has no end.
pub(crate) const OPEN: NaiveDate = NaiveDate::MAX;

/// The day after; the end of what has no end stays where it is.
pub(crate) fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(DayCount::new(1)).unwrap_or(OPEN)
}

/// The day before; the end of what has no end stays where it is.
pub(crate) fn before(day: NaiveDate) -> NaiveDate {
    if day == OPEN { OPEN } else { day - DayCount::new(1) }
}

/// A set of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DaySet(Vec<Days>);

impl DaySet {
    /// The days from one to another, both included; none if the second comes first.
    pub(crate) fn of(from: NaiveDate, to: NaiveDate) -> Self {
        if from <= to { Self(vec![Days { from, to }]) } else { Self::default() }
    }

    /// Its intervals in order, none of which touches the next.
    pub(crate) fn intervals(&self) -> &[Days] {
        &self.0
    }

    /// The days of either.
    pub(crate) fn or(&self, other: &Self) -> Self {
        let mut all: Vec<_> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_by_key(|days| days.from);
        let mut joined: Vec<Days> = Vec::with_capacity(all.len());
        for days in all {
            match joined.last_mut() {
                Some(last) if days.from <= after(last.to) => last.to = last.to.max(days.to),
                _ => joined.push(days),
            }
        }
        Self(joined)
    }

    /// The days of both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let each = self.0.iter().flat_map(|one| {
            other.0.iter().map(|other| Days { from: one.from.max(other.from), to: one.to.min(other.to) })
        });
        each.filter(|days| days.from <= days.to).fold(Self::default(), |all, days| all.or(&Self(vec![days])))
    }

    /// The days of this one alone.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let mut rest = self.0.clone();
        for gone in &other.0 {
            let mut left = Vec::with_capacity(rest.len() + 1);
            for days in rest {
                if gone.to < days.from || days.to < gone.from {
                    left.push(days);
                    continue;
                }
                if days.from < gone.from {
                    left.push(Days { from: days.from, to: before(gone.from) });
                }
                if gone.to < days.to {
                    left.push(Days { from: after(gone.to), to: days.to });
                }
            }
            rest = left;
        }
        Self(rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPAN: u64 = 40;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + DayCount::new(number)
    }

    fn some_days() -> impl Strategy<Value = DaySet> {
        let interval = (0..SPAN, 0..SPAN).prop_map(|(from, to)| DaySet::of(day(from), day(to)));
        prop::collection::vec(interval, 0..5).prop_map(|all| all.iter().fold(DaySet::default(), |set, one| set.or(one)))
    }

    fn holds(set: &DaySet, day: NaiveDate) -> bool {
        set.intervals().iter().any(|days| days.hold(day))
    }

    proptest! {
        #[test]
        fn sets_of_days_are_what_holds_day_by_day(one in some_days(), other in some_days()) {
            for day in (0..SPAN).map(day) {
                let (in_one, in_other) = (holds(&one, day), holds(&other, day));
                prop_assert_eq!(holds(&one.or(&other), day), in_one || in_other);
                prop_assert_eq!(holds(&one.and(&other), day), in_one && in_other);
                prop_assert_eq!(holds(&one.without(&other), day), in_one && !in_other);
            }
            for set in [one.or(&other), one.and(&other), one.without(&other)] {
                prop_assert!(set.intervals().windows(2).all(|pair| after(pair[0].to) < pair[1].from), "{set:?}");
            }
        }
    }

    #[test]
    fn what_has_no_end_stays_without() {
        let since = DaySet::of(day(3), OPEN);
        assert_eq!(since.without(&DaySet::of(day(5), day(6))).intervals().last().map(|days| days.to), Some(OPEN));
        assert_eq!(since.or(&DaySet::of(day(0), day(9))).intervals(), [Days { from: day(0), to: OPEN }]);
        assert_eq!(DaySet::of(day(3), day(4)).without(&since), DaySet::default());
    }
}
