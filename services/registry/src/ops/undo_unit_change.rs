//! Taking back the change of units that was applied last, while nothing is recorded in the units it made.

use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::publish_units::{on_known_facts, publish};
use crate::Work;
use crate::domain::units::{AppliedChange, UnitChangeId, units_in_force};
use crate::error::Error;
use crate::store::unit_changes::Recorded;
use crate::{policy, store};

pub(crate) struct UndoUnitChange {
    change: UnitChangeId,
    table_version: i64,
    reason: String,
}

impl UndoUnitChange {
    pub(crate) fn parse(message: pb::UndoUnitChangeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let change = fields.id("unit_change_id", &message.unit_change_id);
        let table_version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (change, table_version, reason) = fields.finish((change, table_version, reason))?;
        Ok(Self { change, table_version, reason })
    }
}

pub(crate) async fn undo_unit_change(work: &Work, command: &UndoUnitChange) -> Result<AppliedChange, Error> {
    policy::must_be_of_the_country(work.authority())?;
    let newest = on_known_facts(store::unit_changes::newest_table(work).await?)?;
    if newest.version != command.table_version {
        return Err(Error::EtagStale);
    }
    let found = store::unit_changes::find(work, command.change).await?;
    let found = found.ok_or(Error::NoSuchUnitChange { change: command.change })?;
    let undone = found.undo(work.person(), work.now(), command.reason.clone(), newest.version + 1)?;
    let applied = store::unit_changes::applied(work, newest.version).await?;
    let Some((last, kept)) = applied.split_last().filter(|(last, _)| last.id == undone.id) else {
        return Err(Error::UnitChangeNotLast { change: undone.id });
    };
    let before = units_in_force(newest.version + 1, kept.iter().map(|applied| &applied.change));
    let before = before.map_err(Platform::internal)?;
    if last.change.is_known_to(&before) {
        // The facts of a newer program have it too: there is nothing left to take back.
        return Err(Error::UnitChangeNotLast { change: undone.id });
    }
    let new_units: Vec<_> = last.change.new_units(&before).into_iter().cloned().collect();
    let Recorded { producers, products, codes, records, .. } =
        store::unit_changes::recorded_in(work, &new_units).await?;
    if producers + products + codes + records > 0 {
        return Err(Error::UnitsInUse { change: undone.id, producers, products, codes, records });
    }
    publish(work, &before).await?;
    store::unit_changes::save(work, &undone).await?;
    Ok(undone)
}
