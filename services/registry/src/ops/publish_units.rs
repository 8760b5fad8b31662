//! Publishing the units built into this program, if the register has none or older ones. Runs at the start
//! of every replica; a replica of an older program changes nothing.

use platform::access::UnitVersion;

use crate::Work;
use crate::domain::units;
use crate::error::Error;
use crate::events;

pub(crate) struct PublishUnits {
    version: i64,
    units: Vec<UnitVersion>,
}

impl PublishUnits {
    /// The units built into this program.
    pub(crate) fn built_in() -> Self {
        Self { version: units::TABLE_VERSION, units: units::facts() }
    }
}

/// True if the units were published, false if the register has them already.
pub(crate) async fn publish_units(work: &Work, command: &PublishUnits) -> Result<bool, Error> {
    let newest = platform::access::newest_stored_version(work).await?;
    if newest >= command.version {
        return Ok(false);
    }
    events::units_published(work, command.version, &command.units).await?;
    Ok(true)
}
