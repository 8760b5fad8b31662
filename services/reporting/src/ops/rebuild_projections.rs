//! Dropping all that was told and follows from it, to be built again from the feeds.

use platform::outbox::rewind;
use proto::reporting::v1 as pb;

use crate::error::Error;
use crate::{Work, events, posting};

pub(crate) struct RebuildProjections;

impl RebuildProjections {
    pub(crate) fn parse(_: pb::RebuildProjectionsRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

/// Returns how much had been told.
pub(crate) async fn rebuild_projections(work: &Work, _: &RebuildProjections) -> Result<i64, Error> {
    let dropped = posting::drop_all(work).await?;
    rewind(work).await?;
    let dropped = i64::try_from(dropped).unwrap_or(i64::MAX);
    events::projections_rebuilt(work, dropped);
    Ok(dropped)
}
