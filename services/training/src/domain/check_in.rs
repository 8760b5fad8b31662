//! Checking in to a session with a code that changes.
//!
//! A code is the beginning of an HMAC-SHA-256 over session, place and the number of the half minute, with a secret that the
//! check-in alone has. So it holds for this session, this place and this half minute; the one before is accepted too, for it
//! takes a moment to type. Eight of 32 signs are 2^40 codes, of which a learner may try five.

use std::fmt;

use chrono::TimeDelta;
use platform::clock::Moment;
use platform::ids::PersonId;
use platform::sealing::MasterKeys;

use super::training_class::{TrainingClassId, TrainingSessionId};
use crate::error::Error;

platform::id_type! {
    /// Identity of a check-in.
    CheckInId
}

/// For how many seconds a code is shown.
const STEP_S: i64 = 30;
/// Signs of a code, without those that look alike.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many signs a code has.
const LENGTH: usize = 8;
/// How many codes that do not hold a learner may try.
pub(crate) const MOST_WRONG: i32 = 5;

/// What makes the codes of a check-in. It is shown nowhere, `Debug` included.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// A new one, from the operating system's random bytes.
    pub(crate) fn random() -> Self {
        Self(MasterKeys::generate().trim().to_owned())
    }

    /// As it is stored.
    pub(crate) fn stored(&self) -> &str {
        &self.0
    }

    /// From how it is stored.
    pub(crate) fn of_stored(stored: String) -> Self {
        Self(stored)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

/// The check-in of a session at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckIn {
    pub(crate) id: CheckInId,
    pub(crate) class: TrainingClassId,
    pub(crate) session: TrainingSessionId,
    pub(crate) place: String,
    pub(crate) secret: Secret,
    pub(crate) opens_at: Moment,
    pub(crate) closes_at: Moment,
    pub(crate) closed_at: Option<Moment>,
    pub(crate) opened_by: PersonId,
}

impl CheckIn {
    /// Refuses once it was closed.
    pub(crate) fn must_not_be_closed(&self) -> Result<(), Error> {
        match self.closed_at {
            None => Ok(()),
            Some(_) => Err(Error::CheckInClosed { check_in: self.id }),
        }
    }

    /// Refuses before and after its time, and once it was closed.
    pub(crate) fn must_run(&self, now: Moment) -> Result<(), Error> {
        self.must_not_be_closed()?;
        if self.opens_at <= now && now < self.closes_at {
            return Ok(());
        }
        Err(Error::CheckInClosed { check_in: self.id })
    }

    /// The code to be shown, and when the next one is.
    pub(crate) fn code_at(&self, now: Moment) -> (String, Moment) {
        let step = step_of(now);
        let next = Moment::from_timestamp((step + 1) * STEP_S, 0).unwrap_or(now);
        (self.code_of(step), next)
    }

    /// True if a code, as a learner typed it, holds at this moment.
    pub(crate) fn accepts(&self, typed: &str, now: Moment) -> bool {
        let typed: String =
            typed.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect();
        let step = step_of(now);
        // The one before counts only from the check-in's own time.
        let earliest = step_of(self.opens_at);
        [step, step - 1].into_iter().any(|step| step >= earliest && equal(&self.code_of(step), &typed))
    }

    fn code_of(&self, step: i64) -> String {
        let keys = MasterKeys::parse(&self.secret.0).expect("a secret is kept as it was generated");
        let text = format!("{}\n{}\n{}\n{step}", self.id, self.session, self.place);
        let codes = keys.mac_keys("training check-in").codes(text.as_bytes());
        let code = codes.first().expect("there is one key");
        code.iter().take(LENGTH).map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
    }
}

fn step_of(moment: Moment) -> i64 {
    moment.timestamp().div_euclid(STEP_S)
}

/// Compares without telling by the time it takes how much is equal.
fn equal(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |differences, (one, other)| differences | (one ^ other));
    one.len() == other.len() && differences == 0
}

/// For how long a check-in runs.
pub(crate) fn minutes(minutes: i32) -> TimeDelta {
    TimeDelta::minutes(minutes.into())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::error::{Error as Platform, ErrorReason};
    use platform::ids::RawId;

    use super::*;

    fn at(second: i64) -> Moment {
        DateTime::from_timestamp(1_800_000_000 + second, 0).expect("a moment")
    }

    fn check_in() -> CheckIn {
        CheckIn {
            id: RawId::from_u128(1).into(),
            class: RawId::from_u128(2).into(),
            session: RawId::from_u128(3).into(),
            place: "Hội trường".to_owned(),
            secret: Secret::random(),
            opens_at: at(0),
            closes_at: at(600),
            closed_at: None,
            opened_by: RawId::from_u128(4).into(),
        }
    }

    #[test]
    fn a_code_holds_for_a_minute_at_most() {
        let check_in = check_in();
        let (code, next) = check_in.code_at(at(60));
        assert_eq!((code.len(), next), (LENGTH, at(90)));
        assert!(check_in.accepts(&code, at(60)));
        assert!(check_in.accepts(&code.to_lowercase(), at(89)), "letters may be small");
        assert!(check_in.accepts(&code, at(119)), "the one before is accepted");
        assert!(!check_in.accepts(&code, at(120)));
        assert!(!check_in.accepts(&code, at(59)), "nor before it was shown");
        assert!(!check_in.accepts("", at(60)));
    }

    #[test]
    fn a_code_holds_for_its_session_and_place_alone() {
        let one = check_in();
        let (code, _) = one.code_at(at(60));
        let elsewhere = CheckIn { place: "Phòng 2".to_owned(), ..one.clone() };
        let other_session = CheckIn { session: RawId::from_u128(9).into(), ..one.clone() };
        let other_secret = CheckIn { secret: Secret::random(), ..one.clone() };
        for other in [elsewhere, other_session, other_secret] {
            assert!(!other.accepts(&code, at(60)));
        }
        assert_eq!(format!("{:?}", one.secret), "Secret");
    }

    #[test]
    fn codes_do_not_repeat() {
        let check_in = check_in();
        let codes: std::collections::HashSet<_> = (0..1000).map(|step| check_in.code_at(at(step * 30)).0).collect();
        assert_eq!(codes.len(), 1000);
    }

    #[test]
    fn it_runs_within_its_time_until_it_is_closed() {
        let reason = |check_in: &CheckIn, second| {
            check_in.must_run(at(second)).err().map(|error| Platform::from(error).reason())
        };
        let open = check_in();
        assert_eq!((reason(&open, 0), reason(&open, 599)), (None, None));
        assert_eq!(reason(&open, 600), Some(ErrorReason::CheckInClosed));
        assert_eq!(reason(&open, -1), Some(ErrorReason::CheckInClosed));
        let closed = CheckIn { closed_at: Some(at(100)), ..open };
        assert_eq!(reason(&closed, 200), Some(ErrorReason::CheckInClosed));
    }
}
