//! Publishing the units built into this program, if the register has none or older ones. Runs at the start
//! of every replica; a replica of an older program changes nothing.

use crate::Work;
use crate::domain::units::FACTS_VERSION;
use crate::error::Error;
use crate::events;

/// Those built into this program.
pub(crate) struct PublishUnits;

/// True if the units were published, false if the register has them already.
pub(crate) async fn publish_units(work: &Work, _command: &PublishUnits) -> Result<bool, Error> {
    let newest = platform::access::newest_stored_version(work).await?;
    if newest >= FACTS_VERSION {
        return Ok(false);
    }
    events::units_published(work, FACTS_VERSION, &work.service().units().in_force()).await?;
    Ok(true)
}
