//! Erasing what is recorded of persons once its time is over.

use crate::Work;
use crate::domain::retention;
use crate::error::Error;
use crate::store;

pub(crate) struct EraseEnded;

/// Tells of how many persons something was erased.
pub(crate) async fn erase_ended(work: &Work, _: &EraseEnded) -> Result<u64, Error> {
    let mut erased = 0;
    for rule in retention::in_force_on(work.today()) {
        erased += store::retention::erase(work, rule).await?;
    }
    Ok(erased)
}
