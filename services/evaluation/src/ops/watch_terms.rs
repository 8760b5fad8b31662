//! Warning before revocations, complaints and requests of the ministry are due, and telling whose are late.

use platform::lease::Lease;

use crate::agenda::Left;
use crate::domain::notice;
use crate::error::Error;
use crate::{Work, events, store};

pub(crate) async fn watch_terms(work: &Work, lease: &Lease) -> Result<Left, Error> {
    if !lease.hold(work, work.now()).await? {
        return Ok(Left::Nothing);
    }
    let (service, today) = (work.service(), work.today());
    let calendar = store::calendar_days::calendar(work, &service.calendar).await?;
    let warning = service.workflows.in_force_on(today)?.warning_days.value;
    let warned = calendar.add_working_days(today, warning);
    let mut owed = store::revocations::owed_by(work, warned).await?;
    owed.extend(store::complaints::owed_by(work, warned).await?);
    owed.extend(store::redo_requests::owed_by(work, warned).await?);
    events::tell_untold(work, owed.iter().flat_map(|owed| notice::of_owed(owed, today)).collect()).await?;
    Ok(Left::Nothing)
}
