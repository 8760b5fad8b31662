//! Publishing the units built into this program with the changes that were applied here, if the register has none or
//! some that stand on older facts. Runs at the start of every replica; a replica of an older program changes nothing.

use platform::access::UnitTable;
use platform::error::Error as Platform;

use crate::Work;
use crate::domain::units::{FACTS_VERSION, units_in_force};
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
    let table = units_in_force(newest.version + 1, changes.iter().map(|applied| &applied.change));
    publish(work, &table.map_err(Platform::internal)?).await?;
    Ok(true)
}

/// Publishes a table that stands on the facts of this program.
pub(super) async fn publish(work: &Work, table: &UnitTable) -> Result<(), Error> {
    let units: Vec<_> = table.all().cloned().collect();
    let published = PublishedTable { version: table.version(), facts: FACTS_VERSION };
    store::unit_changes::insert_table(work, published).await?;
    events::units_published(work, table.version(), &units).await?;
    Ok(())
}

/// The table, unless it stands on facts that this program does not have: it would take them back.
pub(super) fn on_known_facts(newest: PublishedTable) -> Result<PublishedTable, Error> {
    if newest.facts > FACTS_VERSION { Err(Error::UnitsOfNewerProgram) } else { Ok(newest) }
}
