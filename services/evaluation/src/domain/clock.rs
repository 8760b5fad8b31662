//! Clocks: how long someone has for a step, since when she has been at it, and when it is due.
//!
//! A clock stands still while the other side owes something, and goes on with exactly the days that were left. The
//! day it is started or resumed (of receipt) is not counted, the day it is paused is: whoever pauses and resumes
//! it on one day changes nothing.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;

/// What a clock measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum ClockKind {
    /// The commune looks at the dossier and proposes or returns it.
    CommuneCheck,
    /// The producer completes what was returned.
    Completion,
    /// The producer may answer before a rejection or a revocation.
    Answer,
    /// Producer or commune supplements what was asked for.
    Supplement,
    /// The province's result in its round.
    ProvincialResult,
    /// The result of a re-ranking.
    ReRankingResult,
    /// The ministry's result in its round.
    MinistryResult,
    /// The authority revokes a certificate.
    Revocation,
    /// The province does again what the ministry asked it to.
    Redo,
    /// The authority answers a complaint.
    ComplaintAnswer,
}

impl ClockKind {
    /// All kinds, with their names in the database.
    pub(crate) const ALL: [(Self, &'static str); 10] = [
        (Self::CommuneCheck, "commune_check"),
        (Self::Completion, "completion"),
        (Self::Answer, "answer"),
        (Self::Supplement, "supplement"),
        (Self::ProvincialResult, "provincial_result"),
        (Self::ReRankingResult, "re_ranking_result"),
        (Self::MinistryResult, "ministry_result"),
        (Self::Revocation, "revocation"),
        (Self::Redo, "redo"),
        (Self::ComplaintAnswer, "complaint_answer"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).expect("all kinds have a name").1
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

/// How a clock counts, and how much it allots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Counting {
    /// So many working days.
    WorkingDays(u32),
    /// So many calendar days, prolonged to the next working day.
    CalendarDays(u32),
    /// Up to a date, whatever happens: the date of a round does not move.
    Until(NaiveDate),
}

impl Counting {
    /// The last good day of what begins on a day.
    pub(crate) fn last_day(self, from: NaiveDate, calendar: &Calendar) -> NaiveDate {
        match self {
            Self::WorkingDays(count) => calendar.add_working_days(from, count),
            Self::CalendarDays(count) => calendar.add_calendar_days(from, count),
            Self::Until(date) => date,
        }
    }

    /// How many days are allotted; none up to a date.
    pub(crate) fn days(self) -> Option<u32> {
        match self {
            Self::WorkingDays(days) | Self::CalendarDays(days) => Some(days),
            Self::Until(_) => None,
        }
    }
}

/// The clock of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StepClock {
    pub(crate) kind: ClockKind,
    pub(crate) counting: Counting,
    /// Working days before it is due from which on it warns.
    pub(crate) warning: u32,
    /// Days used before it was paused last, counted as it counts; more than allotted if it was overdue. A clock
    /// that goes up to a date uses none.
    pub(crate) used: u32,
    /// The day it was started or resumed; none while it stands still.
    pub(crate) running_since: Option<NaiveDate>,
    /// The last good day; none while it stands still, unless it goes up to a date.
    pub(crate) due_on: Option<NaiveDate>,
    /// The first day it warns; none while it stands still.
    pub(crate) warns_on: Option<NaiveDate>,
}

impl StepClock {
    /// A clock that starts on a day.
    pub(crate) fn start(
        kind: ClockKind,
        counting: Counting,
        warning: u32,
        day: NaiveDate,
        calendar: &Calendar,
    ) -> Self {
        let stopped = Self { kind, counting, warning, used: 0, running_since: None, due_on: None, warns_on: None };
        stopped.resume(day, calendar)
    }

    /// Stands still from the end of a day on, keeping the days used. One that stands still already stays as it is.
    #[must_use]
    pub(crate) fn pause(self, day: NaiveDate, calendar: &Calendar) -> Self {
        let used = self.used_on(day, calendar);
        let due_on = match self.counting {
            Counting::Until(date) => Some(date),
            Counting::WorkingDays(_) | Counting::CalendarDays(_) => None,
        };
        Self { used, running_since: None, due_on, warns_on: None, ..self }
    }

    /// Goes on after a day with the days that were left. One that runs already stays as it is.
    #[must_use]
    pub(crate) fn resume(self, day: NaiveDate, calendar: &Calendar) -> Self {
        if self.running_since.is_some() {
            return self;
        }
        Self { running_since: Some(day), ..self }.timed(calendar)
    }

    /// The same clock by another calendar: days used before the last pause stay as they were counted then.
    #[must_use]
    pub(crate) fn timed(self, calendar: &Calendar) -> Self {
        let Some(since) = self.running_since else { return self };
        let due_on = match self.counting {
            Counting::Until(date) => date,
            Counting::WorkingDays(allotted) if self.used > allotted => {
                calendar.subtract_working_days(since, self.used - allotted)
            }
            Counting::WorkingDays(allotted) => calendar.add_working_days(since, allotted - self.used),
            Counting::CalendarDays(allotted) if self.used > allotted => {
                since - Days::new((self.used - allotted).into())
            }
            Counting::CalendarDays(allotted) => calendar.add_calendar_days(since, allotted - self.used),
        };
        let warns_on = calendar.subtract_working_days(due_on, self.warning).max(since);
        Self { due_on: Some(due_on), warns_on: Some(warns_on), ..self }
    }

    /// Days used up to a day and with it.
    pub(crate) fn used_on(&self, day: NaiveDate, calendar: &Calendar) -> u32 {
        let Some(since) = self.running_since else { return self.used };
        match self.counting {
            Counting::Until(_) => 0,
            Counting::WorkingDays(_) => self.used + calendar.working_days_between(since, day),
            // Days by which a term is prolonged to a working day are none of it.
            Counting::CalendarDays(allotted) => match self.due_on {
                Some(due) if due < day => allotted + days_between(due, day),
                _ => (self.used + days_between(since, day)).min(allotted),
            },
        }
    }

    /// True if it runs and its last good day is over. What stands still is late for nobody.
    pub(crate) fn is_overdue(&self, day: NaiveDate) -> bool {
        self.is_running() && self.due_on.is_some_and(|due| day > due)
    }

    /// True if it runs and is due soon, or today.
    pub(crate) fn warns(&self, day: NaiveDate) -> bool {
        self.warns_on.is_some_and(|warns| warns <= day) && !self.is_overdue(day)
    }

    /// True unless it stands still.
    pub(crate) fn is_running(&self) -> bool {
        self.running_since.is_some()
    }
}

fn days_between(after: NaiveDate, until: NaiveDate) -> u32 {
    u32::try_from((until - after).num_days()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use testkit::proptest::collection::vec;
    use testkit::proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::DayOverride;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn calendar() -> Calendar {
        static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::built_in().expect("sound"));
        CALENDAR.clone()
    }

    fn started(counting: Counting, on: &str) -> StepClock {
        StepClock::start(ClockKind::CommuneCheck, counting, 3, day(on), &calendar())
    }

    #[test]
    fn a_clock_warns_is_due_and_is_overdue() {
        let clock = started(Counting::WorkingDays(15), "2026-11-23");
        assert_eq!(clock.due_on, Some(day("2026-12-14")));
        assert!(!clock.warns(day("2026-12-08")));
        assert!(clock.warns(day("2026-12-09")), "three working days before");
        assert!(clock.warns(day("2026-12-14")) && !clock.is_overdue(day("2026-12-14")));
        assert!(clock.is_overdue(day("2026-12-15")) && !clock.warns(day("2026-12-15")));
    }

    #[test]
    fn a_clock_stands_still_while_the_other_side_owes() {
        let calendar = calendar();
        let clock = started(Counting::WorkingDays(15), "2026-11-23").pause(day("2026-11-25"), &calendar);
        assert_eq!((clock.used, clock.due_on), (2, None));
        assert!(!clock.is_overdue(day("2027-11-25")) && !clock.warns(day("2027-11-25")));
        let clock = clock.resume(day("2027-02-03"), &calendar);
        assert_eq!(clock.due_on, Some(day("2027-03-01")), "thirteen working days, Tết is none of them");
    }

    #[test]
    fn late_stays_late() {
        let calendar = calendar();
        let clock = started(Counting::WorkingDays(2), "2026-11-23").pause(day("2026-11-27"), &calendar);
        assert_eq!(clock.used, 4);
        let clock = clock.resume(day("2026-12-10"), &calendar);
        assert_eq!(clock.due_on, Some(day("2026-12-08")), "two working days late when it went on");
        assert!(clock.is_overdue(day("2026-12-10")));
        let clock = started(Counting::CalendarDays(5), "2026-11-23").pause(day("2026-12-02"), &calendar);
        assert_eq!(clock.used, 7, "due on Monday 30 instead of Saturday 28, so two days late");
        assert_eq!(clock.resume(day("2026-12-10"), &calendar).due_on, Some(day("2026-12-08")));
    }

    #[test]
    fn days_by_which_a_term_is_prolonged_are_none_of_it() {
        let calendar = calendar();
        let clock = started(Counting::CalendarDays(5), "2026-11-23");
        assert_eq!(clock.due_on, Some(day("2026-11-30")));
        let clock = clock.pause(day("2026-11-30"), &calendar);
        assert_eq!(clock.used, 5);
        assert_eq!(clock.resume(day("2026-12-09"), &calendar).due_on, Some(day("2026-12-09")));
    }

    #[test]
    fn a_date_does_not_move() {
        let calendar = calendar();
        let clock = started(Counting::Until(day("2026-12-29")), "2026-10-29");
        let paused = clock.clone().pause(day("2026-11-25"), &calendar);
        assert_eq!(paused.due_on, Some(day("2026-12-29")));
        assert!(!paused.is_overdue(day("2027-01-01")));
        let resumed = paused.resume(day("2027-01-01"), &calendar);
        assert!(resumed.is_overdue(day("2027-01-01")));
    }

    #[test]
    fn a_day_that_becomes_free_moves_what_is_due() {
        let free = DayOverride { day: day("2026-11-24"), working: false, act: "1/TB".to_owned() };
        let clock = started(Counting::WorkingDays(1), "2026-11-23");
        let timed = clock.clone().timed(&calendar().with(std::slice::from_ref(&free)));
        assert_eq!((clock.due_on, timed.due_on), (Some(day("2026-11-24")), Some(day("2026-11-25"))));
        let paused = clock.pause(day("2026-11-23"), &calendar());
        assert_eq!(paused.clone().timed(&calendar().with(&[free])), paused);
    }

    #[test]
    fn kinds_are_found_by_their_names() {
        for (kind, name) in ClockKind::ALL {
            assert_eq!((kind.name(), ClockKind::named(name)), (name, Some(kind)));
        }
    }

    fn countings() -> impl Strategy<Value = Counting> {
        prop_oneof![(1_u32..40).prop_map(Counting::WorkingDays), (1_u32..60).prop_map(Counting::CalendarDays)]
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0_u64..3000).prop_map(|days| day("2019-01-01") + Days::new(days))
    }

    proptest! {
        /// The days used are those on which the clock ran, whenever it was paused and resumed.
        #[test]
        fn pausing_never_loses_or_gains_a_day(
            start in days(),
            allotted in 1_u32..40,
            spans in vec((0_u64..12, 0_u64..40), 0..6),
        ) {
            let calendar = calendar();
            let mut clock = StepClock::start(ClockKind::Supplement, Counting::WorkingDays(allotted), 3, start, &calendar);
            let (mut now, mut ran) = (start, 0);
            for (running, still) in spans {
                let paused = now + Days::new(running);
                ran += now.iter_days().skip(1).take_while(|day| *day <= paused).filter(|day| calendar.is_working_day(*day)).count();
                now = paused + Days::new(still);
                clock = clock.pause(paused, &calendar);
                prop_assert_eq!(clock.used as usize, ran);
                clock = clock.resume(now, &calendar);
            }
            let due = clock.due_on.expect("it runs");
            if ran <= allotted as usize {
                prop_assert_eq!(calendar.working_days_between(now, due) as usize + ran, allotted as usize);
                prop_assert!(!clock.is_overdue(now));
            } else {
                prop_assert_eq!(calendar.working_days_between(due, now) as usize + allotted as usize, ran);
                prop_assert!(clock.is_overdue(now));
            }
        }

        #[test]
        fn pausing_and_resuming_on_one_day_changes_nothing(counting in countings(), start in days(), after in 0_u64..90) {
            let calendar = calendar();
            let clock = StepClock::start(ClockKind::Revocation, counting, 3, start, &calendar);
            let on = start + Days::new(after);
            let again = clock.clone().pause(on, &calendar).resume(on, &calendar);
            prop_assert_eq!(again.used_on(on, &calendar), clock.used_on(on, &calendar));
            if calendar.is_working_day(on) {
                prop_assert_eq!(again.due_on, clock.due_on);
            }
        }

        #[test]
        fn later_starts_and_longer_pauses_are_never_due_earlier(
            counting in countings(),
            start in days(),
            later in 0_u64..10,
            used in 0_u64..30,
            still in 0_u64..60,
        ) {
            let calendar = calendar();
            let due = |start| StepClock::start(ClockKind::Answer, counting, 3, start, &calendar).due_on;
            prop_assert!(due(start) <= due(start + Days::new(later)));
            let paused = StepClock::start(ClockKind::Answer, counting, 3, start, &calendar)
                .pause(start + Days::new(used), &calendar);
            let resumed = |still| paused.clone().resume(start + Days::new(used + still), &calendar).due_on;
            prop_assert!(resumed(still) <= resumed(still + later));
        }
    }
}
