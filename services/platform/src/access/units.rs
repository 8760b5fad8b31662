//! The units that rights and roll-ups stand on: a tree through time, held in memory.
//!
//! One service publishes the table; the others learn it from its feed. Each keeps the parts it has in its
//! own database and the newest complete table in memory. Nobody asks the database per request.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, RwLock};

use chrono::NaiveDate;
use prost::Message as _;
use proto::common::v1::{Unit, UnitKind, UnitLevel};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder as _, QuerySelect as _};

use crate::error::{Error, Text};

/// Identity of the whole country.
pub const COUNTRY: &str = "VN";

/// Units in a part of a published table.
const PART_SIZE: usize = 500;

/// Identity of a unit: the era of its code list and its code, as `2025:03127`; or `VN`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(String);

impl UnitId {
    /// The whole country.
    #[must_use]
    pub fn country() -> Self {
        Self(COUNTRY.to_owned())
    }

    /// True for the whole country.
    #[must_use]
    pub fn is_country(&self) -> bool {
        self.0 == COUNTRY
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The era of the code list; empty for the country.
    #[must_use]
    pub fn era(&self) -> &str {
        self.0.split_once(':').map_or("", |(era, _)| era)
    }

    /// The code without the era; empty for the country.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, code)| code)
    }
}

impl FromStr for UnitId {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let digits = |text: &str, lengths: &[usize]| {
            lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let sound = written == COUNTRY
            || written.split_once(':').is_some_and(|(era, code)| digits(era, &[4]) && digits(code, &[2, 3, 5]));
        if sound {
            return Ok(Self(written.to_owned()));
        }
        Err(Text::new(
            "Đơn vị phải viết như 2025:11 (tỉnh), 2025:03127 (xã) hoặc VN.",
            "A unit is written like 2025:11 (province), 2025:03127 (commune) or VN.",
        ))
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A unit as it was in an interval of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitVersion {
    /// Identity.
    pub id: UnitId,
    /// Level.
    pub level: UnitLevel,
    /// Kind.
    pub kind: UnitKind,
    /// Vietnamese name with the type word.
    pub name: String,
    /// ASCII name with the English type word.
    pub name_en: String,
    /// Unit above.
    pub parent: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open if none.
    pub to: Option<NaiveDate>,
    /// Act the interval begins with.
    pub legal_act: String,
    /// Unit that took its addresses when the interval ended: what is recorded in it belongs there since.
    pub successor: Option<UnitId>,
}

impl UnitVersion {
    /// True if the interval holds the day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A version of all units, indexed.
#[derive(Debug, Default)]
pub struct UnitTable {
    version: i64,
    /// Intervals of each unit, oldest first.
    units: BTreeMap<UnitId, Vec<UnitVersion>>,
    children: HashMap<UnitId, Vec<UnitId>>,
    /// Units that another one succeeded.
    succeeded: Vec<UnitId>,
    /// The days on which units came to lie elsewhere than before, in order.
    regrouped: Vec<NaiveDate>,
}

impl UnitTable {
    /// Indexes units.
    ///
    /// # Errors
    /// When the intervals of a unit overlap.
    pub fn new(version: i64, units: impl IntoIterator<Item = UnitVersion>) -> Result<Self, Error> {
        let mut table = Self { version, ..Self::default() };
        for unit in units {
            // Most units have one interval; an empty list that grows makes room for four.
            table.units.entry(unit.id.clone()).or_insert_with(|| Vec::with_capacity(1)).push(unit);
        }
        for (id, intervals) in &mut table.units {
            intervals.sort_by_key(|unit| unit.from);
            let overlap = intervals.windows(2).any(|pair| pair[0].to.is_none_or(|to| to >= pair[1].from));
            if overlap {
                return Err(Error::internal(format!("the intervals of unit {id} overlap")));
            }
            let parents: std::collections::BTreeSet<_> = intervals.iter().map(|unit| unit.parent.clone()).collect();
            if intervals.last().is_some_and(|unit| unit.successor.is_some()) {
                table.succeeded.push(id.clone());
            }
            for parent in parents {
                table.children.entry(parent).or_default().push(id.clone());
            }
            let elsewhere = intervals.windows(2).filter(|pair| pair[0].parent != pair[1].parent);
            table.regrouped.extend(elsewhere.map(|pair| pair[1].from));
            table.regrouped.extend(intervals.last().and_then(|last| last.to?.succ_opt()));
        }
        table.regrouped.sort_unstable();
        table.regrouped.dedup();
        Ok(table)
    }

    /// Version, counted from 1; 0 while no table is known.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The first day that a unit of the table lived on; none of an empty table.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.units.values().filter_map(|intervals| Some(intervals.first()?.from)).min()
    }

    /// The unit as it was on a day.
    #[must_use]
    pub fn at(&self, id: &UnitId, day: NaiveDate) -> Option<&UnitVersion> {
        self.units.get(id)?.iter().find(|unit| unit.holds_on(day))
    }

    /// The unit in its newest interval, alive or not.
    #[must_use]
    pub fn newest(&self, id: &UnitId) -> Option<&UnitVersion> {
        self.units.get(id)?.last()
    }

    /// The unit as it was on a day; if it did not live then, in its interval nearest to the day.
    #[must_use]
    pub fn nearest(&self, id: &UnitId, day: NaiveDate) -> Option<&UnitVersion> {
        let intervals = self.units.get(id)?;
        intervals.iter().rev().find(|unit| unit.from <= day).or(intervals.first())
    }

    /// All intervals of all units, in order of identity and time.
    pub fn all(&self) -> impl Iterator<Item = &UnitVersion> {
        self.units.values().flatten()
    }

    /// All units that lived on a day, in order of identity.
    pub fn all_at(&self, day: NaiveDate) -> impl Iterator<Item = &UnitVersion> {
        self.units.values().filter_map(move |intervals| intervals.iter().find(|unit| unit.holds_on(day)))
    }

    /// The units directly under one on a day.
    pub fn children_at<'a>(&'a self, parent: &'a UnitId, day: NaiveDate) -> impl Iterator<Item = &'a UnitVersion> {
        self.ever_under(parent).iter().filter_map(move |id| self.at(id, day)).filter(move |unit| unit.parent == *parent)
    }

    /// The units that lay directly under one on any day, in order of identity.
    #[must_use]
    pub fn ever_under(&self, parent: &UnitId) -> &[UnitId] {
        self.children.get(parent).map_or(&[], Vec::as_slice)
    }

    /// True if `id` lies in the subtree of `ancestor`, itself included, as things were on a day. A unit that was
    /// abolished before lies in its successor, or else where it lay last.
    #[must_use]
    pub fn contains(&self, ancestor: &UnitId, id: &UnitId, day: NaiveDate) -> bool {
        ancestor.is_country() || self.path(id, day).any(|unit| unit == ancestor)
    }

    /// The unit above or equal to this one that is of a level, as things were on a day.
    #[must_use]
    pub fn ancestor_of_level(&self, id: &UnitId, level: UnitLevel, day: NaiveDate) -> Option<&UnitVersion> {
        let mut unit = self.at_or_newest(id, day)?;
        while unit.level != level {
            unit = self.at_or_newest(&unit.parent, day)?;
        }
        Some(unit)
    }

    /// The unit directly under `ancestor` that `id` lies in, as things were on a day; none if it does not lie
    /// under it.
    #[must_use]
    pub fn child_towards(&self, ancestor: &UnitId, id: &UnitId, day: NaiveDate) -> Option<UnitId> {
        let mut path = self.path(id, day).filter_map(|unit| self.at_or_newest(unit, day));
        path.find(|unit| unit.parent == *ancestor).map(|unit| unit.id.clone())
    }

    /// A unit and those abolished before a day that lie in its subtree by succession: what was recorded in them belongs
    /// to the unit now.
    #[must_use]
    pub fn with_succeeded(&self, unit: &UnitId, day: NaiveDate) -> Vec<UnitId> {
        let succeeded = self.succeeded.iter().filter(|id| self.successor(id, day).is_some());
        let within = succeeded.filter(|id| *id != unit && self.contains(unit, id, day));
        std::iter::once(unit).chain(within).cloned().collect()
    }

    /// The last day, not after this one, on which units came to lie elsewhere than before: in another unit, or in the one that
    /// succeeded them. From it on the map is the same. None if they never did.
    #[must_use]
    pub fn grouped_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let passed = self.regrouped.partition_point(|moved| *moved <= day);
        self.regrouped[..passed].last().copied()
    }

    /// The unit and all above it as things were on a day, the country excluded; an abolished one is followed by its successor.
    pub fn path<'a>(&'a self, id: &'a UnitId, day: NaiveDate) -> impl Iterator<Item = &'a UnitId> {
        std::iter::successors(Some(id), move |id| self.above(id, day)).take_while(|id| !id.is_country())
    }

    /// The unit directly above one on a day; for one that was abolished before, its successor, or else the unit above it at last.
    #[must_use]
    pub fn above(&self, id: &UnitId, day: NaiveDate) -> Option<&UnitId> {
        let intervals = self.units.get(id)?;
        let newest = intervals.last()?;
        if let Some(successor) = self.successor_of(newest, day) {
            return Some(successor);
        }
        Some(&intervals.iter().find(|unit| unit.holds_on(day)).unwrap_or(newest).parent)
    }

    /// The unit as it was on a day; if it was abolished before, its successor then, or as it was last.
    fn at_or_newest(&self, id: &UnitId, day: NaiveDate) -> Option<&UnitVersion> {
        match self.successor(id, day) {
            Some(successor) => self.at_or_newest(successor, day),
            None => self.at(id, day).or_else(|| self.newest(id)),
        }
    }

    /// The unit that succeeded one that was abolished before a day.
    fn successor(&self, id: &UnitId, day: NaiveDate) -> Option<&UnitId> {
        self.successor_of(self.newest(id)?, day)
    }

    /// The same of a unit in its newest interval.
    fn successor_of<'a>(&'a self, newest: &'a UnitVersion, day: NaiveDate) -> Option<&'a UnitId> {
        let last = Some(newest).filter(|unit| unit.to.is_some_and(|to| to < day))?;
        let successor = last.successor.as_ref()?;
        // Who succeeds lives longer: so following successors comes to an end.
        let outlives = self.newest(successor)?.to.is_none_or(|to| Some(to) > last.to);
        outlives.then_some(successor)
    }
}

impl TryFrom<Unit> for UnitVersion {
    type Error = Error;

    fn try_from(unit: Unit) -> Result<Self, Error> {
        let malformed = || Error::internal(format!("the unit {} is malformed", unit.id));
        let day = |written: &str| written.parse::<NaiveDate>().map_err(|_| malformed());
        Ok(Self {
            id: unit.id.parse().map_err(|_| malformed())?,
            level: unit.level(),
            kind: unit.kind(),
            parent: unit.parent_id.parse().map_err(|_| malformed())?,
            from: day(&unit.valid_from)?,
            to: if unit.valid_to.is_empty() { None } else { Some(day(&unit.valid_to)?) },
            successor: match unit.successor_id.as_str() {
                "" => None,
                written => Some(written.parse().map_err(|_| malformed())?),
            },
            name: unit.name,
            name_en: unit.name_en,
            legal_act: unit.legal_act,
        })
    }
}

impl From<&UnitVersion> for Unit {
    fn from(unit: &UnitVersion) -> Self {
        Self {
            id: unit.id.to_string(),
            era: unit.id.era().to_owned(),
            code: unit.id.code().to_owned(),
            level: unit.level.into(),
            kind: unit.kind.into(),
            name: unit.name.clone(),
            name_en: unit.name_en.clone(),
            parent_id: unit.parent.to_string(),
            valid_from: unit.from.to_string(),
            valid_to: unit.to.map(|to| to.to_string()).unwrap_or_default(),
            legal_act: unit.legal_act.clone(),
            successor_id: unit.successor.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// The table in use, shared by all who need it and swapped when a newer one is complete.
#[derive(Clone, Debug, Default)]
pub struct Units(Arc<RwLock<Arc<UnitTable>>>);

impl Units {
    /// The table in use.
    #[must_use]
    pub fn table(&self) -> Arc<UnitTable> {
        Arc::clone(&self.0.read().expect("no code panics while it holds this lock"))
    }

    /// Puts a table to use, unless the one in use is as new.
    pub fn replace(&self, table: UnitTable) {
        let mut present = self.0.write().expect("no code panics while it holds this lock");
        if present.version < table.version {
            *present = Arc::new(table);
        }
    }

    /// Puts the newest complete table of the database to use, if it is newer than the one in use.
    ///
    /// # Errors
    /// When the database fails or holds a malformed table.
    pub async fn refresh(&self, db: &impl ConnectionTrait) -> Result<(), Error> {
        if let Some(table) = load_newer(db, self.table().version).await? {
            tracing::info!(units.table_version = table.version, units.count = table.units.len(), "units loaded");
            self.replace(table);
        }
        Ok(())
    }
}

/// Cuts a table into the parts it is published in.
pub fn parts(units: &[UnitVersion]) -> impl ExactSizeIterator<Item = &[UnitVersion]> {
    units.chunks(PART_SIZE)
}

pub(crate) mod part {
    //! A part of a published table, as received.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_part")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) table_version: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) part: i32,
        pub(crate) parts: i32,
        pub(crate) units: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The units of a part, as they are stored.
#[derive(Clone, PartialEq, prost::Message)]
struct StoredUnits {
    #[prost(message, repeated, tag = "1")]
    units: Vec<Unit>,
}

/// Keeps a part of a table; a part kept already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn store_part(
    db: &impl ConnectionTrait,
    table_version: i64,
    part: i32,
    parts: i32,
    units: &[Unit],
) -> Result<(), Error> {
    let row = part::ActiveModel {
        table_version: Set(table_version),
        part: Set(part),
        parts: Set(parts),
        units: Set(StoredUnits { units: units.to_vec() }.encode_to_vec()),
    };
    part::Entity::insert(row)
        .on_conflict_do_nothing_on([part::Column::TableVersion, part::Column::Part])
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The version of the newest table that any part is kept of; 0 if none is.
///
/// # Errors
/// When the database fails.
pub async fn newest_stored_version(db: &impl ConnectionTrait) -> Result<i64, Error> {
    let newest = part::Entity::find().order_by_desc(part::COLUMN.table_version).limit(1).all(db).await?;
    Ok(newest.first().map_or(0, |part| part.table_version))
}

/// The newest complete table, if it is newer than a version.
async fn load_newer(db: &impl ConnectionTrait, version: i64) -> Result<Option<UnitTable>, Error> {
    let rows = part::Entity::find()
        .filter(part::COLUMN.table_version.gt(version))
        .order_by_desc(part::COLUMN.table_version)
        .order_by_asc(part::COLUMN.part)
        .all(db)
        .await?;
    for version in rows.chunk_by(|one, other| one.table_version == other.table_version) {
        if usize::try_from(version[0].parts) != Ok(version.len()) {
            continue;
        }
        let mut units = Vec::new();
        for part in version {
            for unit in StoredUnits::decode(part.units.as_slice())?.units {
                units.push(UnitVersion::try_from(unit)?);
            }
        }
        return UnitTable::new(version[0].table_version, units).map(Some);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str, parent: &str, from: &str, to: &str) -> UnitVersion {
        let unit = Unit {
            id: id.into(),
            parent_id: parent.into(),
            valid_from: from.into(),
            valid_to: to.into(),
            name: format!("{id} {from}"),
            ..Unit::default()
        };
        UnitVersion::try_from(unit).expect("sound")
    }

    fn id(written: &str) -> UnitId {
        written.parse().expect("a unit")
    }

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn table() -> UnitTable {
        let units = [
            unit("2025:11", COUNTRY, "2025-07-01", ""),
            unit("2025:03127", "2025:11", "2025-07-01", "2026-04-29"),
            unit("2025:03127", "2025:11", "2026-04-30", ""),
            unit("2025:01", COUNTRY, "2025-07-01", ""),
        ];
        UnitTable::new(1, units).expect("sound")
    }

    #[test]
    fn a_unit_is_seen_as_it_was() {
        let table = table();
        let name = |on| table.at(&id("2025:03127"), day(on)).map(|unit| unit.name.as_str());
        assert_eq!(table.first_day(), Some(day("2025-07-01")));
        assert_eq!(name("2025-06-30"), None);
        assert_eq!(name("2026-04-29"), Some("2025:03127 2025-07-01"));
        assert_eq!(name("2026-04-30"), Some("2025:03127 2026-04-30"));
    }

    #[test]
    fn a_subtree_holds_what_is_under_it() {
        let table = table();
        let today = day("2026-11-23");
        assert!(table.contains(&id("2025:11"), &id("2025:03127"), today));
        assert!(table.contains(&id("2025:03127"), &id("2025:03127"), today));
        assert!(table.contains(&UnitId::country(), &id("2025:03127"), today));
        assert!(!table.contains(&id("2025:01"), &id("2025:03127"), today));
        assert!(!table.contains(&id("2025:03127"), &id("2025:11"), today));
        assert!(!table.contains(&id("2025:11"), &id("2025:99999"), today));
        assert_eq!(table.children_at(&id("2025:11"), today).count(), 1);
    }

    /// On 2026-06-01 one commune takes in another, and a year later it goes into one of another province.
    fn table_of_mergers() -> UnitTable {
        let succeeded = |id: &str, parent: &str, to: &str, by: &str| {
            let successor = Some(by.parse().expect("a unit"));
            UnitVersion { successor, ..unit(id, parent, "2025-07-01", to) }
        };
        let units = [
            unit("2025:11", COUNTRY, "2025-07-01", ""),
            unit("2025:01", COUNTRY, "2025-07-01", ""),
            succeeded("2025:00001", "2025:11", "2026-05-31", "2025:00002"),
            succeeded("2025:00002", "2025:11", "2027-05-31", "2025:00003"),
            unit("2025:00003", "2025:01", "2025-07-01", ""),
        ];
        UnitTable::new(1, units).expect("sound")
    }

    #[test]
    fn what_was_abolished_lies_in_its_successor() {
        let table = table_of_mergers();
        let first = id("2025:00001");
        for (on, holders) in [
            ("2026-05-31", vec!["2025:00001", "2025:11"]),
            ("2026-06-01", vec!["2025:00001", "2025:00002", "2025:11"]),
            ("2027-06-01", vec!["2025:00001", "2025:00002", "2025:00003", "2025:01"]),
        ] {
            let all = ["2025:00001", "2025:00002", "2025:00003", "2025:01", "2025:11"].map(id);
            let found: Vec<_> = all.iter().filter(|unit| table.contains(unit, &first, day(on))).collect();
            assert_eq!(found.iter().map(|unit| unit.as_str()).collect::<Vec<_>>(), holders, "{on}");
        }
        assert_eq!(table.child_towards(&id("2025:01"), &first, day("2027-06-01")), Some(id("2025:00003")));
    }

    #[test]
    fn a_list_of_a_unit_holds_what_it_succeeded() {
        let table = table_of_mergers();
        let listed = |unit: &str, on: &str| table.with_succeeded(&id(unit), day(on));
        assert_eq!(listed("2025:00002", "2026-05-31"), ["2025:00002"].map(id));
        assert_eq!(listed("2025:00002", "2026-06-01"), ["2025:00002", "2025:00001"].map(id));
        assert_eq!(listed("2025:01", "2027-06-01"), ["2025:01", "2025:00001", "2025:00002"].map(id));
        assert_eq!(listed("2025:11", "2027-06-01"), ["2025:11"].map(id));
    }

    #[test]
    fn units_lie_as_they_do_since_the_last_day_that_moved_any() {
        for (on, since) in [
            ("2026-05-31", None),
            ("2026-06-01", Some("2026-06-01")),
            ("2027-05-31", Some("2026-06-01")),
            ("2027-06-01", Some("2027-06-01")),
            ("2030-01-01", Some("2027-06-01")),
        ] {
            assert_eq!(table_of_mergers().grouped_since(day(on)), since.map(day), "{on}");
        }
        // A new name moves nothing, another unit above does.
        assert_eq!(table().grouped_since(day("2026-11-23")), None);
        let moved = [
            unit("2025:00001", "2025:11", "2025-07-01", "2026-05-31"),
            unit("2025:00001", "2025:01", "2026-06-01", ""),
        ];
        let table = UnitTable::new(1, moved).expect("sound");
        assert_eq!(table.grouped_since(day("2026-06-01")), Some(day("2026-06-01")));
    }

    #[test]
    fn overlapping_intervals_are_refused() {
        let units = [unit("2025:11", COUNTRY, "2025-07-01", ""), unit("2025:11", COUNTRY, "2026-01-01", "")];
        assert!(UnitTable::new(1, units).is_err());
    }

    #[test]
    fn unit_identities_are_checked() {
        for wrong in ["", "11", "2025:1", "2025:0312", "25:11", "2025:0312x", "vn", "2025:11 "] {
            assert!(wrong.parse::<UnitId>().is_err(), "{wrong}");
        }
    }
}
