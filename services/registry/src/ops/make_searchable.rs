//! Making what producers and products are found by, where it is missing or a place has another name now.

use crate::Work;
use crate::error::Error;
use crate::store;

/// As many entries as one transaction makes at most.
const AT_ONCE: u64 = 200;

pub(crate) struct MakeSearchable;

/// Tells how many entries it made; none if all are as they must be.
pub(crate) async fn make_searchable(work: &Work, _: &MakeSearchable) -> Result<usize, Error> {
    let added = store::search::add_missing(work, AT_ONCE).await?;
    if added > 0 { Ok(added) } else { store::search::renew_places(work, AT_ONCE).await }
}
