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
    /// The term ended on the day before its successor begins.
    pub(crate) fn succeeded_on(self, successor_from: NaiveDate, now: Moment) -> Result<Self, Error> {
        if successor_from <= self.from {
            return Err(Error::LeaderTermOrder { present: self.from });
        }
        Ok(Self { to: successor_from.pred_opt(), version: self.version + 1, updated_at: now, ..self })
    }
}
