//! The administrative units as facts, and what a place must be to be registered in.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitKind, UnitLevel, UnitTable, UnitVersion};
use platform::text;
use serde::Deserialize;

use crate::error::Error;

/// Version of the table built into this program. Raise it with every change of the file.
pub(crate) const TABLE_VERSION: i64 = 1;

/// Era of the codes in the file: the year their list came into force.
const ERA: &str = "2025";
const FACTS: &str = include_str!("../../facts/units-2025.csv");

#[derive(Deserialize)]
struct Row {
    code: String,
    kind: Kind,
    name: String,
    parent_code: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    legal_act: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Province,
    CentrallyRunCity,
    Commune,
    Ward,
    SpecialZone,
}

impl Kind {
    fn of_unit(self) -> UnitKind {
        match self {
            Self::Province => UnitKind::Province,
            Self::CentrallyRunCity => UnitKind::CentrallyRunCity,
            Self::Commune => UnitKind::Commune,
            Self::Ward => UnitKind::Ward,
            Self::SpecialZone => UnitKind::SpecialZone,
        }
    }

    fn level(self) -> UnitLevel {
        match self {
            Self::Province | Self::CentrallyRunCity => UnitLevel::Province,
            Self::Commune | Self::Ward | Self::SpecialZone => UnitLevel::Commune,
        }
    }

    /// The type word in front of a Vietnamese name, and the one behind an English name.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Province => ("Tỉnh", "Province"),
            Self::CentrallyRunCity => ("Thành phố", "City"),
            Self::Commune => ("Xã", "Commune"),
            Self::Ward => ("Phường", "Ward"),
            Self::SpecialZone => ("Đặc khu", "Special Zone"),
        }
    }
}

/// The units built into this program.
///
/// # Panics
/// When the file is malformed; a test reads it.
pub(crate) fn facts() -> Vec<UnitVersion> {
    csv::Reader::from_reader(FACTS.as_bytes())
        .deserialize()
        .map(|row: Result<Row, _>| unit(&row.expect("the file was read by a test")))
        .collect()
}

fn unit(row: &Row) -> UnitVersion {
    let (word, word_en) = row.kind.words();
    let id = |code: &str| format!("{ERA}:{code}").parse().expect("the file was read by a test");
    UnitVersion {
        id: id(&row.code),
        level: row.kind.level(),
        kind: row.kind.of_unit(),
        name: format!("{word} {}", row.name),
        name_en: format!("{} {word_en}", text::unaccented(&row.name)),
        parent: if row.parent_code.is_empty() { UnitId::country() } else { id(&row.parent_code) },
        from: row.valid_from,
        to: row.valid_to,
        legal_act: row.legal_act.clone(),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn table() -> UnitTable {
        UnitTable::new(TABLE_VERSION, facts()).expect("sound facts")
    }

    fn count(table: &UnitTable, on: &str, kind: UnitKind) -> usize {
        table.all_at(day(on)).filter(|unit| unit.kind == kind).count()
    }

    /// The official numbers, at the reform and now.
    #[test]
    fn the_country_has_its_official_numbers_of_units() {
        let table = table();
        let numbers = |on| {
            let kinds = [
                UnitKind::Province,
                UnitKind::CentrallyRunCity,
                UnitKind::Commune,
                UnitKind::Ward,
                UnitKind::SpecialZone,
            ];
            kinds.map(|kind| count(&table, on, kind))
        };
        assert_eq!(numbers("2025-06-30"), [0, 0, 0, 0, 0]);
        assert_eq!(numbers("2025-07-01"), [28, 6, 2621, 687, 13]);
        assert_eq!(numbers("2026-11-23"), [25, 9, 2599, 709, 13]);
    }

    #[test]
    fn every_commune_lies_in_a_province_and_every_province_in_the_country() {
        let (table, today) = (table(), day("2026-11-23"));
        for unit in table.all_at(today) {
            match unit.level {
                UnitLevel::Province => assert!(unit.parent.is_country(), "{}", unit.id),
                _ => {
                    assert_eq!(table.at(&unit.parent, today).expect("alive").level, UnitLevel::Province, "{}", unit.id);
                }
            }
        }
        let dien_bien = "2025:11".parse().expect("a unit");
        assert_eq!(table.children_at(&dien_bien, today).count(), 45);
    }

    #[test]
    fn names_are_of_their_time() {
        let table = table();
        let id = "2025:75".parse().expect("a unit");
        assert_eq!(table.at(&id, day("2026-04-29")).expect("alive").name, "Tỉnh Đồng Nai");
        let now = table.at(&id, day("2026-04-30")).expect("alive");
        assert_eq!((now.name.as_str(), now.name_en.as_str()), ("Thành phố Đồng Nai", "Dong Nai City"));
    }

    /// A changed file must carry a new version, else no service would take it in.
    #[test]
    fn a_changed_table_has_a_new_version() {
        let bytes = FACTS.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        assert_eq!((TABLE_VERSION, bytes), (1, 5_175_180_463_288_529_668), "raise TABLE_VERSION, then renew this line");
    }

    #[test]
    fn only_a_living_commune_is_a_place_to_register_in() {
        let (table, today) = (table(), day("2026-11-23"));
        let check = |id: &str| {
            living_commune(&table, &id.parse().expect("a unit"), today, "unit_id").map(|unit| unit.name.clone())
        };
        assert_eq!(check("2025:03127").expect("alive"), "Phường Điện Biên Phủ");
        assert!(matches!(check("2025:99999"), Err(Error::NoSuchUnit { .. })));
        assert!(matches!(check("2025:11"), Err(Error::UnitIsNoCommune { .. })));
        assert!(matches!(
            living_commune(&table, &"2025:03127".parse().expect("a unit"), day("2025-06-30"), "unit_id"),
            Err(Error::UnitAbolished { .. })
        ));
    }
}
