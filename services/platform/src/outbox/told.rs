//! Reading what an event tells. What is malformed here is a fault of who told it, not of the reader.

use chrono::{DateTime, NaiveDate};
use prost::{Message, Name};
use proto::common::v1::EventEnvelope;

use crate::access::UnitId;
use crate::clock::civil_date;
use crate::error::Error;
use crate::ids::RawId;

/// What an event tells, if it is of this type.
///
/// # Errors
/// When it is of this type and cannot be read.
pub fn read<M: Message + Name + Default>(event: &EventEnvelope) -> Result<Option<M>, Error> {
    if event.r#type != M::full_name() {
        return Ok(None);
    }
    Ok(Some(M::decode(event.payload.as_slice())?))
}

/// The civil date on which an event happened.
///
/// # Errors
/// When it does not tell when.
pub fn day_of(event: &EventEnvelope) -> Result<NaiveDate, Error> {
    let at = event.occurred_at.as_ref().and_then(|at| DateTime::from_timestamp_secs(at.seconds));
    at.map(civil_date).ok_or_else(|| malformed("time of an event", ""))
}

/// An identity.
///
/// # Errors
/// When it is none.
pub fn id(told: &str) -> Result<RawId, Error> {
    RawId::parse_str(told).map_err(|_| malformed("identity", told))
}

/// A unit.
///
/// # Errors
/// When it is none.
pub fn unit(told: &str) -> Result<UnitId, Error> {
    told.parse().map_err(|_| malformed("unit", told))
}

/// A day.
///
/// # Errors
/// When it is none.
pub fn day(told: &str) -> Result<NaiveDate, Error> {
    told.parse().map_err(|_| malformed("day", told))
}

/// A day, or nothing.
///
/// # Errors
/// When it is neither.
pub fn optional_day(told: &str) -> Result<Option<NaiveDate>, Error> {
    if told.is_empty() { Ok(None) } else { day(told).map(Some) }
}

/// What to say of something that cannot be what it must be.
#[must_use]
pub fn malformed(what: &str, told: &str) -> Error {
    Error::internal(format!("an event tells a malformed {what}: {told}"))
}
