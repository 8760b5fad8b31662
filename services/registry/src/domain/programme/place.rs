//! Where a record of the programme or a management body belongs: a commune, a province or the country.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel, UnitTable};

use crate::domain::units::living;
use crate::error::Error;

choices! {
    /// Level of the State.
    Level { Commune = "commune", Province = "province", Ministry = "ministry" }
}

/// A unit that keeps records, with what lists and rights need of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) unit: UnitId,
    /// The province of a commune; else the unit itself.
    pub(crate) province: UnitId,
    pub(crate) level: Level,
}

/// The unit of this identity, if it is one that keeps records and is alive on the day; `path` is the field that names it.
pub(crate) fn keeping_unit(units: &UnitTable, id: &UnitId, day: NaiveDate, path: &'static str) -> Result<Place, Error> {
    let place = |province: &UnitId, level| Place { unit: id.clone(), province: province.clone(), level };
    if id.is_country() {
        return Ok(place(id, Level::Ministry));
    }
    let unit = living(units, id, day, path)?;
    match unit.level {
        UnitLevel::Commune => Ok(place(&unit.parent, Level::Commune)),
        UnitLevel::Province => Ok(place(id, Level::Province)),
        UnitLevel::District | UnitLevel::Unspecified => Err(Error::UnitKeepsNoRecords { unit: id.clone(), path }),
    }
}
