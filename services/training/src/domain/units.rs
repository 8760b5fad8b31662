//! What a place must be to hold a class or to send an official, and which places a figure is about.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel, UnitTable};

use super::learner::OfficialLevel;
use crate::error::Error;

/// The province a class of a unit is listed under: the unit's, or the country itself. Refuses a unit that does
/// not exist on the day; `path` is the field that names it.
pub(crate) fn living_province(
    units: &UnitTable,
    unit: &UnitId,
    day: NaiveDate,
    path: &'static str,
) -> Result<UnitId, Error> {
    if unit.is_country() {
        return Ok(unit.clone());
    }
    must_be_known(units, unit, path)?;
    if units.at(unit, day).is_none() {
        return Err(Error::UnitAbolished { unit: unit.clone(), day, path });
    }
    let province = units.ancestor_of_level(unit, UnitLevel::Province, day);
    Ok(province.ok_or_else(|| Error::NoSuchUnit { unit: unit.clone(), path })?.id.clone())
}

/// Refuses a unit that never was.
pub(crate) fn must_be_known(units: &UnitTable, unit: &UnitId, path: &'static str) -> Result<(), Error> {
    if unit.is_country() || units.newest(unit).is_some() {
        return Ok(());
    }
    Err(Error::NoSuchUnit { unit: unit.clone(), path })
}

/// Refuses a unit in which no official of the level works. A unit that was abolished since may be named; of a
/// district, which the units in force do not know, its province stands for it.
pub(crate) fn must_employ(units: &UnitTable, unit: &UnitId, level: OfficialLevel) -> Result<(), Error> {
    must_be_known(units, unit, "unit_id")?;
    let own = units.newest(unit).map(|unit| unit.level);
    let fits = match level {
        OfficialLevel::Commune => own == Some(UnitLevel::Commune),
        OfficialLevel::District => matches!(own, Some(UnitLevel::District | UnitLevel::Province)),
        OfficialLevel::Province => own == Some(UnitLevel::Province),
        OfficialLevel::Ministry => unit.is_country(),
    };
    if fits { Ok(()) } else { Err(Error::UnitNotOfLevel { unit: unit.clone(), level }) }
}

/// The units a figure is about.
///
/// Learners and producers are kept with their own unit and without its province. The event that tells of a
/// producer may come before the units are complete here, so the province could not always be known then. What
/// lies in a subtree is therefore looked up when a figure is asked for, in the table in memory, and is right as
/// soon as the table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// All units.
    Country,
    /// These.
    Units(Vec<UnitId>),
}

impl Area {
    /// The area of a unit's subtree, among the units that occur in the records.
    pub(crate) fn of(unit: &UnitId, occurring: Vec<UnitId>, units: &UnitTable, day: NaiveDate) -> Self {
        if unit.is_country() {
            return Self::Country;
        }
        Self::Units(occurring.into_iter().filter(|one| units.contains(unit, one, day)).collect())
    }
}

#[cfg(test)]
mod tests {
    use platform::access::{UnitKind, UnitVersion};
    use platform::error::{Error as Platform, ErrorReason};

    use super::*;

    fn day() -> NaiveDate {
        "2026-11-23".parse().expect("a day")
    }

    fn id(written: &str) -> UnitId {
        written.parse().expect("a unit")
    }

    fn unit(written: &str, level: UnitLevel, parent: &str, to: Option<&str>) -> UnitVersion {
        UnitVersion {
            id: id(written),
            level,
            kind: UnitKind::Commune,
            name: written.to_owned(),
            name_en: written.to_owned(),
            parent: id(parent),
            from: "2025-07-01".parse().expect("a day"),
            to: to.map(|to| to.parse().expect("a day")),
            legal_act: String::new(),
            successor: None,
        }
    }

    fn table() -> UnitTable {
        let units = [
            unit("2025:11", UnitLevel::Province, "VN", None),
            unit("2025:03127", UnitLevel::Commune, "2025:11", None),
            unit("2025:03130", UnitLevel::Commune, "2025:11", Some("2026-06-30")),
            unit("2025:01", UnitLevel::Province, "VN", None),
        ];
        UnitTable::new(1, units).expect("sound")
    }

    fn reason<T>(outcome: Result<T, Error>) -> Option<ErrorReason> {
        outcome.err().map(|error| Platform::from(error).reason())
    }

    #[test]
    fn a_class_is_held_by_the_country_a_province_or_a_commune_that_exists() {
        let province = |unit: &str| living_province(&table(), &id(unit), day(), "unit_id");
        for (unit, listed_under) in [("VN", "VN"), ("2025:11", "2025:11"), ("2025:03127", "2025:11")] {
            assert_eq!(province(unit).ok(), Some(id(listed_under)), "{unit}");
        }
        assert_eq!(reason(province("2025:99999")), Some(ErrorReason::UnitNotFound));
        assert_eq!(reason(province("2025:03130")), Some(ErrorReason::UnitAbolished));
    }

    #[test]
    fn officials_work_in_a_unit_of_their_level() {
        use OfficialLevel::{Commune, District, Ministry, Province};
        for (unit, levels) in [
            ("VN", &[Ministry][..]),
            ("2025:11", &[District, Province]),
            ("2025:03127", &[Commune]),
            ("2025:03130", &[Commune]),
        ] {
            for level in [Commune, District, Province, Ministry] {
                let outcome = must_employ(&table(), &id(unit), level);
                let expected = (!levels.contains(&level)).then_some(ErrorReason::UnitLevelWrong);
                assert_eq!(reason(outcome), expected, "{unit} {level}");
            }
        }
        assert_eq!(reason(must_employ(&table(), &id("2025:99999"), Commune)), Some(ErrorReason::UnitNotFound));
    }

    #[test]
    fn an_area_holds_what_lies_in_the_subtree_abolished_units_too() {
        let occurring = || ["VN", "2025:11", "2025:03127", "2025:03130", "2025:99999"].map(id).to_vec();
        let area = |unit: &str| Area::of(&id(unit), occurring(), &table(), day());
        assert_eq!(area("VN"), Area::Country);
        assert_eq!(area("2025:11"), Area::Units(["2025:11", "2025:03127", "2025:03130"].map(id).to_vec()));
        assert_eq!(area("2025:03127"), Area::Units(vec![id("2025:03127")]));
        assert_eq!(area("2025:01"), Area::Units(Vec::new()));
    }
}
