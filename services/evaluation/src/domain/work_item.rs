//! Work that waits for somebody: a dossier, and the clock that runs for her.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::dossier::Dossier;

/// How urgent work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// There is time, or no clock runs.
    InTime,
    /// It is due soon, or today.
    DueSoon,
    /// Its last day is over.
    Overdue,
}

/// A dossier that waits, as things are on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkItem {
    pub(crate) dossier: Dossier,
    pub(crate) urgency: Urgency,
    /// Working days to the last day, that day included; negative for those since.
    pub(crate) working_days_left: i64,
}

impl WorkItem {
    /// The work a dossier is on a day.
    pub(crate) fn on(dossier: Dossier, today: NaiveDate, calendar: &Calendar) -> Self {
        let clock = dossier.clocks.running.as_ref();
        let urgency = match clock {
            Some(clock) if clock.is_overdue(today) => Urgency::Overdue,
            Some(clock) if clock.warns(today) => Urgency::DueSoon,
            _ => Urgency::InTime,
        };
        let days = |after, until| i64::from(calendar.working_days_between(after, until));
        let left = clock.and_then(|clock| clock.due_on).map_or(0, |due| days(today, due) - days(due, today));
        Self { dossier, urgency, working_days_left: left }
    }
}
