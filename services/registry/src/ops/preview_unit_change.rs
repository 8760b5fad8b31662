//! What a change of units would do, before it is applied.

use std::collections::BTreeSet;

use platform::access::{UnitId, UnitTable, UnitVersion};
use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::evaluation::v1::CountOpenDossiersRequest;
use proto::registry::v1 as pb;

use super::publish_units::on_known_facts;
use crate::View;
use crate::domain::units::{UnitChange, units_in_force};
use crate::error::Error;
use crate::store::unit_changes::Recorded;
use crate::{policy, store};

pub(crate) struct PreviewUnitChange {
    change: UnitChange,
}

/// What a change would do to the table of a version.
pub(crate) struct Preview {
    pub(crate) table_version: i64,
    pub(crate) change: UnitChange,
    /// Units as they are and as they become.
    pub(crate) rows: Vec<(Option<UnitVersion>, Option<UnitVersion>)>,
    pub(crate) recorded: Recorded,
    /// The units that end or become otherwise.
    pub(crate) touched: Vec<UnitId>,
    /// Dossiers under way in them; none if evaluation was not asked or did not answer.
    pub(crate) dossiers: Option<i64>,
}

impl PreviewUnitChange {
    pub(crate) fn parse(message: pb::PreviewUnitChangeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let change = UnitChange::read(&mut fields, &message.units_csv, &message.successors_csv);
        let (change,) = fields.finish((change,))?;
        Ok(Self { change })
    }
}

pub(crate) async fn preview_unit_change(view: &View, command: &PreviewUnitChange) -> Result<Preview, Error> {
    policy::must_be_of_the_country(view.authority())?;
    let preview = previewed(view, &command.change).await?;
    let dossiers = dossiers(view, &preview.touched).await;
    Ok(Preview { dossiers, ..preview })
}

/// How many dossiers are under way in units, as evaluation tells whoever asks. What it does not tell is shown as unknown.
async fn dossiers(view: &View, units: &[UnitId]) -> Option<i64> {
    if units.is_empty() {
        return Some(0);
    }
    let request = CountOpenDossiersRequest { unit_ids: units.iter().map(ToString::to_string).collect() };
    match view.service().evaluation.clone().count_open_dossiers(request).await {
        Ok(counted) => Some(counted.into_inner().dossiers),
        Err(status) => {
            tracing::warn!(code = %status.code(), "evaluation does not count dossiers in the units of a change");
            None
        }
    }
}

/// What a change would do to the newest table; refuses one that does not fit.
pub(super) async fn previewed(db: &impl store::Connection, change: &UnitChange) -> Result<Preview, Error> {
    let newest = on_known_facts(store::unit_changes::newest_table(db).await?)?;
    let applied = store::unit_changes::applied(db, newest.version).await?;
    let before = units_in_force(newest.version, applied.iter().map(|applied| &applied.change));
    let before = before.map_err(Platform::internal)?;
    let after = laid_over(change, &before)?;
    let touched: Vec<_> = change.touched(&before).into_iter().collect();
    Ok(Preview {
        table_version: newest.version,
        rows: rows(change, &before, &after),
        recorded: store::unit_changes::recorded_in(db, &touched).await?,
        change: change.clone(),
        touched,
        dossiers: None,
    })
}

/// The table with a change laid over it; refuses one that does not fit.
pub(super) fn laid_over(change: &UnitChange, before: &UnitTable) -> Result<UnitTable, Error> {
    let mut fields = Fields::new();
    let units = change.laid_over(&mut fields, before, before.version() + 1);
    let (units,) = fields.finish((units,))?;
    Ok(units)
}

fn rows(change: &UnitChange, before: &UnitTable, after: &UnitTable) -> Vec<(Option<UnitVersion>, Option<UnitVersion>)> {
    let eve = change.from.pred_opt().unwrap_or(change.from);
    let named: BTreeSet<&UnitId> = change.named();
    let row = |id: &UnitId| (before.at(id, eve).cloned(), after.at(id, change.from).cloned());
    // A unit that others pass into may stay as it is.
    named.into_iter().map(row).filter(|(before, after)| before != after).collect()
}
