//! Re-timing the clocks that run, after the calendar changed.

use platform::lease::Lease;

use crate::agenda::Left;
use crate::error::Error;
use crate::{Work, store};

/// Dossiers a transaction looks at.
const MOST: u64 = 100;

pub(crate) async fn retime_clocks(work: &Work, lease: &Lease) -> Result<Left, Error> {
    if !lease.hold(work, work.now()).await? || !store::retiming::is_wanted(work).await? {
        return Ok(Left::Nothing);
    }
    let calendar = store::calendar_days::calendar(work, &work.service().calendar).await?;
    let dossiers = store::retiming::next(work, MOST).await?;
    for dossier in &dossiers {
        let clocks = dossier.clocks.clone().timed(&calendar);
        store::retiming::keep_clocks(work, dossier.id, &clocks).await?;
    }
    let left = Left::after(dossiers.len(), MOST);
    match dossiers.last() {
        Some(last) if left == Left::Something => store::retiming::reached(work, last.id).await?,
        _ => store::retiming::done(work).await?,
    }
    Ok(left)
}
