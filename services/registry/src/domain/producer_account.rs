//! Grants that bind a person's account to a producer it may act for.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::producer::ProducerId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a grant to act for a producer.
    ProducerAccountId
}

/// Whether a grant was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AccountState {
    /// Not ended: its account may act from the first day to the last.
    Open,
    /// Ended, for a reason: its account may act no more.
    Ended { at: Moment, by: PersonId, reason: String },
}

/// The days a grant is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AccountTerm {
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

impl AccountTerm {
    /// A term that begins today or later, today if nothing is said: a right to act is for days to come.
    pub(crate) fn new(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Result<Self, Error> {
        let from = from.unwrap_or(today);
        if from < today {
            return Err(Error::ProducerAccountBackdated { today });
        }
        if to.is_some_and(|to| to < from) {
            return Err(Error::ProducerAccountTermOrder { from });
        }
        Ok(Self { from, to })
    }
}

/// A grant that binds a person's account to a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerAccount {
    pub(crate) id: ProducerAccountId,
    pub(crate) producer: ProducerId,
    pub(crate) person: PersonId,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    /// What it rests on, such as the power of attorney that was seen.
    pub(crate) basis: String,
    pub(crate) state: AccountState,
    pub(crate) granted_by: PersonId,
    pub(crate) granted_at: Moment,
    pub(crate) version: i64,
    pub(crate) updated_at: Moment,
}

impl ProducerAccount {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// The same right for another record of the producer from today on; none if its last day has passed.
    pub(crate) fn granted_anew(
        &self,
        id: ProducerAccountId,
        producer: ProducerId,
        today: NaiveDate,
        now: Moment,
    ) -> Option<Self> {
        let lasts = self.to.is_none_or(|to| to >= today);
        let from = self.from.max(today);
        lasts.then(|| Self { id, producer, from, granted_at: now, version: 1, updated_at: now, ..self.clone() })
    }

    /// The grant ended today, by someone and for a reason. A last day that has passed stays.
    pub(crate) fn end(self, by: PersonId, reason: String, today: NaiveDate, now: Moment) -> Result<Self, Error> {
        match self.state {
            AccountState::Open => {}
            AccountState::Ended { .. } => return Err(Error::ProducerAccountEnded { account: self.id }),
        }
        let last_day = self.to.map_or(today, |to| to.min(today));
        let state = AccountState::Ended { at: now, by, reason };
        Ok(Self { to: Some(last_day), state, version: self.version + 1, updated_at: now, ..self })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::ids::RawId;

    use super::*;

    fn day(of_november: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, of_november).expect("a day")
    }

    fn person(number: u128) -> PersonId {
        RawId::from_u128(number).into()
    }

    fn granted(to: Option<NaiveDate>) -> ProducerAccount {
        ProducerAccount {
            id: RawId::from_u128(1).into(),
            producer: RawId::from_u128(2).into(),
            person: person(3),
            from: day(1),
            to,
            basis: "Giấy ủy quyền".to_owned(),
            state: AccountState::Open,
            granted_by: person(4),
            granted_at: DateTime::UNIX_EPOCH,
            version: 1,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    fn ended(account: ProducerAccount) -> Result<ProducerAccount, Error> {
        account.end(person(5), "Thôi việc".to_owned(), day(23), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_term_begins_today_or_later_and_ends_no_earlier() {
        let term = |from, to| AccountTerm::new(from, to, day(23));
        assert_eq!(term(None, None).ok(), Some(AccountTerm { from: day(23), to: None }));
        assert!(term(Some(day(24)), Some(day(24))).is_ok(), "a single day");
        assert!(matches!(term(Some(day(22)), None), Err(Error::ProducerAccountBackdated { .. })));
        assert!(matches!(term(None, Some(day(22))), Err(Error::ProducerAccountTermOrder { .. })));
    }

    #[test]
    fn what_is_ended_has_today_as_its_last_day_unless_that_has_passed() {
        let last_day = |to| ended(granted(to)).expect("ended").to;
        assert_eq!(last_day(None), Some(day(23)));
        assert_eq!(last_day(Some(day(30))), Some(day(23)));
        assert_eq!(last_day(Some(day(20))), Some(day(20)));
    }

    #[test]
    fn what_is_ended_is_not_ended_again() {
        let once = ended(granted(None)).expect("ended");
        assert_eq!(once.version, 2);
        assert!(matches!(ended(once), Err(Error::ProducerAccountEnded { .. })));
    }
}
