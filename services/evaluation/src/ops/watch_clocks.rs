//! Warning before clocks are due, and telling who is late.

use platform::lease::Lease;

use crate::agenda::Left;
use crate::domain::notice;
use crate::error::Error;
use crate::{Work, events, store};

/// Dossiers a transaction looks at.
const MOST: u64 = 100;

pub(crate) async fn watch_clocks(work: &Work, lease: &Lease) -> Result<Left, Error> {
    if !lease.hold(work, work.now()).await? {
        return Ok(Left::Nothing);
    }
    let dossiers = store::dossiers::watched(work, work.today(), MOST).await?;
    for dossier in &dossiers {
        let (tellings, next) = notice::of_clock(dossier, work.today());
        events::tell_untold(work, tellings).await?;
        store::dossiers::watch(work, dossier.id, next).await?;
    }
    Ok(Left::after(dossiers.len(), MOST))
}
