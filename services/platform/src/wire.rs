//! Values that every service writes into messages in the same way.

use crate::clock::Moment;

/// A moment, as messages carry it.
#[must_use]
pub fn timestamp(moment: Moment) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: moment.timestamp(),
        nanos: i32::try_from(moment.timestamp_subsec_nanos()).unwrap_or_default(),
    }
}
