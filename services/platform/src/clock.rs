//! The clock: the only place that asks the machine for the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

/// A moment, to the microsecond: what both databases keep.
pub type Moment = DateTime<Utc>;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that tests set and move by hand.
    Test(TestClock),
}

impl Clock {
    /// Now, cut to the microsecond.
    #[must_use]
    pub fn now(&self) -> Moment {
        let micros = match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
            Self::System => Utc::now().timestamp_micros(),
            Self::Test(clock) => clock.micros.load(Ordering::Relaxed),
        };
        DateTime::from_timestamp_micros(micros).expect("the present is within chrono's range")
    }
}

/// A clock for tests; clones share the time.
#[derive(Clone, Debug)]
pub struct TestClock {
    micros: Arc<AtomicI64>,
}

impl TestClock {
    /// A clock that stands at a moment.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self { micros: Arc::new(AtomicI64::new(moment.timestamp_micros())) }
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.micros.fetch_add(by.num_microseconds().expect("less than 292,000 years"), Ordering::Relaxed);
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, moment: Moment) {
        self.micros.store(moment.timestamp_micros(), Ordering::Relaxed);
    }
}

/// The civil date in Viet Nam at a moment (UTC+7 all year; no daylight saving since 1975).
#[must_use]
pub fn civil_date(moment: Moment) -> NaiveDate {
    const SEVEN_HOURS_S: i32 = 7 * 3600;
    let offset = FixedOffset::east_opt(SEVEN_HOURS_S).expect("seven hours is an offset");
    moment.with_timezone(&offset).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_civil_day_begins_at_17_utc() {
        let before = DateTime::parse_from_rfc3339("2026-06-30T16:59:59Z").expect("valid").to_utc();
        assert_eq!(civil_date(before).to_string(), "2026-06-30");
        assert_eq!(civil_date(before + TimeDelta::seconds(1)).to_string(), "2026-07-01");
    }

    #[test]
    fn a_test_clock_is_shared_by_its_clones() {
        let clock = TestClock::at(DateTime::UNIX_EPOCH);
        let reader = Clock::Test(clock.clone());
        clock.advance(TimeDelta::days(1));
        assert_eq!(reader.now().to_rfc3339(), "1970-01-02T00:00:00+00:00");
    }
}
