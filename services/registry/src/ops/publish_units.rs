//! Publishing the units built into this program with the changes that were applied here, if the register has none or
//! some that stand on older facts. Runs at the start of every replica; a replica of an older program changes nothing.

use platform::error::Error as Platform;

use crate::Work;
use crate::domain::units::{FACTS_VERSION, UnitChange, units_in_force};
use crate::error::Error;
use crate::store::unit_changes::PublishedTable;
use crate::{events, store};

/// Those built into this program.
pub(crate) struct PublishUnits;

/// True if the units were published, false if the register has them already.
pub(crate) async fn publish_units(work: &Work, _command: &PublishUnits) -> Result<bool, Error> {
    let newest = store::unit_changes::newest_table(work).await?;
    if newest.facts >= FACTS_VERSION {
        return Ok(false);
    }
    let changes = store::unit_changes::applied(work, newest.version).await?;
    publish(work, newest, FACTS_VERSION, changes.iter().map(|applied| &applied.change)).await?;
    Ok(true)
}

/// Publishes a table after the newest one: the units in force with changes. Returns its version.
pub(super) async fn publish(
    work: &Work,
    newest: PublishedTable,
    facts: i64,
    changes: impl Iterator<Item = &UnitChange>,
) -> Result<i64, Error> {
    let version = newest.version + 1;
    let table = units_in_force(version, changes).map_err(Platform::internal)?;
    let units: Vec<_> = table.all().cloned().collect();
    store::unit_changes::insert_table(work, PublishedTable { version, facts }).await?;
    events::units_published(work, version, &units).await?;
    Ok(version)
}
