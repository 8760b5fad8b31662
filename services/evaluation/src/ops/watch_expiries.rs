//! The radar: telling of certificates that expire before long, or have expired.

use platform::lease::Lease;

use crate::agenda::Left;
use crate::domain::notice;
use crate::error::Error;
use crate::{Work, events, store};

/// Certificates a transaction looks at.
const MOST: u64 = 100;

pub(crate) async fn watch_expiries(work: &Work, lease: &Lease) -> Result<Left, Error> {
    if !lease.hold(work, work.now()).await? {
        return Ok(Left::Nothing);
    }
    // The days are those of the rules of today: it is under them that a re-ranking would be filed.
    let parameters = work.service().workflows.in_force_on(work.today())?;
    let expiries = store::expiries::watched(work, work.today(), MOST).await?;
    for (expiry, concerns) in &expiries {
        let (tellings, next) = notice::of_expiry(expiry, &parameters.radar_days.value, work.today());
        if *concerns {
            events::tell_untold(work, tellings).await?;
        }
        store::expiries::watch(work, expiry.certificate, next).await?;
    }
    Ok(Left::after(expiries.len(), MOST))
}
