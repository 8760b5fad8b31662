//! The administrative units of all eras: what they were on a day, how they are called, what became of them; and what a
//! place must be to be registered in.

mod kind;

mod facts;

mod names;

mod history;

mod lineage;

mod land;

mod change;

mod applied;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel, UnitTable, UnitVersion};

pub(crate) use applied::{AppliedChange, ChangeState, Files, UnitChangeId};
pub(crate) use change::UnitChange;
pub(crate) use facts::{FACTS_VERSION, LAST_DAY_OF_DISTRICTS};
pub use history::UnsoundUnits;
pub(crate) use history::{History, Match, units_in_force};
pub(crate) use lineage::{Confidence, Counterpart, Relation, Share, Source};
pub(crate) use names::own_name;

use crate::error::Error;

/// The commune of this identity, if it is alive on the day: what producers and products belong to.
pub(crate) fn living_commune<'t>(
    units: &'t UnitTable,
    id: &UnitId,
    day: NaiveDate,
    path: &'static str,
) -> Result<&'t UnitVersion, Error> {
    let unit = living(units, id, day, path)?;
    if unit.level == UnitLevel::Commune { Ok(unit) } else { Err(Error::UnitIsNoCommune { unit: id.clone(), path }) }
}

/// The unit of this identity, if it is alive on the day; `path` is the field that names it.
pub(crate) fn living<'t>(
    units: &'t UnitTable,
    id: &UnitId,
    day: NaiveDate,
    path: &'static str,
) -> Result<&'t UnitVersion, Error> {
    match (units.at(id, day), units.newest(id)) {
        (Some(unit), _) => Ok(unit),
        (None, Some(_)) => Err(Error::UnitAbolished { unit: id.clone(), day, path }),
        (None, None) => Err(Error::NoSuchUnit { unit: id.clone(), path }),
    }
}

/// The unit that is meant, as it was on a day or on the nearest one on which it lived; and that day.
pub(crate) fn meant<'t>(
    history: &'t History,
    id: &UnitId,
    day: NaiveDate,
) -> Result<(&'t UnitVersion, NaiveDate), Error> {
    let unit = history.units().nearest(id, day);
    let unit = unit.ok_or_else(|| Error::NoSuchUnit { unit: id.clone(), path: "unit_id" })?;
    Ok((unit, day.clamp(unit.from, unit.to.unwrap_or(NaiveDate::MAX))))
}
