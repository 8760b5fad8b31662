//! Applying a change of units: a new table is published, in which it holds from its day on.

use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::preview_unit_change::laid_over;
use super::publish_units::{on_known_facts, publish};
use crate::Work;
use crate::domain::units::{AppliedChange, ChangeState, Files, UnitChange, units_in_force};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ApplyUnitChange {
    /// Version of the table it was previewed against.
    table_version: i64,
    change: UnitChange,
    files: Files,
}

impl ApplyUnitChange {
    pub(crate) fn parse(message: pb::ApplyUnitChangeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let table_version = fields.etag("etag", &message.etag);
        let change = UnitChange::read(&mut fields, &message.units_csv, &message.successors_csv);
        let (table_version, change) = fields.finish((table_version, change))?;
        let files = Files { units: message.units_csv, successors: message.successors_csv };
        Ok(Self { table_version, change, files })
    }
}

pub(crate) async fn apply_unit_change(work: &Work, command: &ApplyUnitChange) -> Result<AppliedChange, Error> {
    policy::must_be_of_the_country(work.authority())?;
    let newest = on_known_facts(store::unit_changes::newest_table(work).await?)?;
    if newest.version != command.table_version {
        return Err(Error::EtagStale);
    }
    let applied = store::unit_changes::applied(work, newest.version).await?;
    let before = units_in_force(newest.version, applied.iter().map(|applied| &applied.change));
    let before = before.map_err(Platform::internal)?;
    let after = laid_over(&command.change, &before)?;
    publish(work, &after).await?;
    let applied = AppliedChange {
        id: work.new_id(),
        change: command.change.clone(),
        files: command.files.clone(),
        table_version: after.version(),
        applied_by: work.person(),
        applied_at: work.now(),
        state: ChangeState::Applied,
    };
    store::unit_changes::insert(work, &applied).await?;
    Ok(applied)
}
