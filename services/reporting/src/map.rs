//! The map that figures are shown on: which unit lies in which, as things were on a day.
//!
//! Records bear the units in force. On the map of a day before these came into force each record counts whole in the unit of
//! then in which all of its own unit lies, as registry knows it; where that lies in several, the record is placed in none.

use chrono::NaiveDate;
use std::collections::HashMap;

use platform::access::{UnitId, UnitTable, UnitVersion};
use proto::common::v1::UnitLevel;

use crate::earlier::EarlierUnits;

/// The units of a table, as they lay on a day.
#[derive(Clone, Copy)]
pub(crate) struct Map<'u> {
    pub(crate) units: &'u UnitTable,
    pub(crate) day: NaiveDate,
    /// The units of an earlier day, if its map is meant.
    earlier: Option<&'u EarlierUnits>,
}

/// What is recorded in a unit and can be placed in no unit of a level on an earlier map.
#[derive(Debug)]
pub(crate) struct Unplaced {
    pub(crate) within: UnitId,
    pub(crate) level: UnitLevel,
}

impl<'u> Map<'u> {
    /// The map of a day.
    pub(crate) fn on(units: &'u UnitTable, day: NaiveDate) -> Self {
        Self { units, day, earlier: None }
    }

    /// The map of a day before the units in force: what is recorded counts in the units of then, and still in those of today.
    pub(crate) fn on_earlier(units: &'u UnitTable, today: NaiveDate, earlier: &'u EarlierUnits) -> Self {
        Self { units, day: today, earlier: Some(earlier) }
    }

    /// The name of a unit on the day; of one that did not live then, as it was nearest to it.
    pub(crate) fn name(&self, unit: &UnitId) -> Option<&'u str> {
        let then = || Some(self.earlier?.unit(unit)?.name.as_str());
        let name = || then().or_else(|| Some(&self.units.nearest(unit, self.day)?.name));
        if unit.is_country() { Some("Việt Nam") } else { name() }
    }

    /// True if only the earlier map has the unit.
    pub(crate) fn is_earlier(&self, unit: &UnitId) -> bool {
        self.earlier.is_some_and(|earlier| earlier.unit(unit).is_some())
    }

    /// The unit in force that a unit of the earlier map belongs to: who may see the one may see the other. Any other unit itself.
    pub(crate) fn in_force(&self, unit: &UnitId) -> UnitId {
        let since = |earlier: &'u EarlierUnits| earlier.lies_since_in(unit).cloned().unwrap_or_else(UnitId::country);
        self.earlier.filter(|_| self.is_earlier(unit)).map_or_else(|| unit.clone(), since)
    }

    /// What may belong to a unit of the earlier map besides what does: all that is recorded where it lies now, and can be placed in
    /// no unit of its level.
    pub(crate) fn unplaced_beside(&self, unit: &UnitId) -> Option<Unplaced> {
        let level = self.earlier?.unit(unit)?.level;
        Some(Unplaced { within: self.in_force(unit), level })
    }

    /// True if what is recorded in a unit is of those that cannot be placed.
    pub(crate) fn is_unplaced(&self, unit: &UnitId, among: &Unplaced) -> bool {
        let Some(earlier) = self.earlier else { return false };
        let way = earlier.way(unit);
        let is_within = self.path(unit).contains(&among.within) || way.contains(&among.within);
        is_within && !way.iter().any(|unit| earlier.unit(unit).is_some_and(|unit| unit.level == among.level))
    }

    /// A unit and all above it, the country last. What was recorded in a unit that was abolished lies in its successor.
    pub(crate) fn path(&self, unit: &UnitId) -> Vec<UnitId> {
        let since = self.earlier.and_then(|earlier| earlier.lies_since_in(unit));
        let path = self.units.path(since.unwrap_or(unit), self.day).cloned();
        path.chain([UnitId::country()]).collect()
    }

    /// The ways up from a unit that what is recorded in it counts on: by the units in force, and on an earlier map by the units of
    /// then, without the country again.
    pub(crate) fn ways(&self, unit: &UnitId) -> Vec<Vec<UnitId>> {
        let then = self.earlier.map(|earlier| earlier.way(unit));
        [self.path(unit)].into_iter().chain(then).collect()
    }

    /// The unit above one; none for the country.
    pub(crate) fn above(&self, unit: &UnitId) -> Option<UnitId> {
        let since = self.earlier.and_then(|earlier| earlier.lies_since_in(unit)).unwrap_or(unit);
        self.units.above(since, self.day).cloned().or_else(|| (!unit.is_country()).then(UnitId::country))
    }

    /// The units directly under one, in order of identity; those that lived on the day, or that are nearest to it.
    pub(crate) fn children(&self, unit: &UnitId) -> Vec<UnitId> {
        self.under(unit).filter(|child| !self.is_gone(child)).map(|child| child.id.clone()).collect()
    }

    /// The units that what is recorded in a unit is split by: those directly under it, and those that no longer are and whose place
    /// none took.
    pub(crate) fn parts(&self, unit: &UnitId) -> Vec<UnitId> {
        let lost = self.under(unit).filter(|gone| self.is_gone(gone) && gone.parent == *unit);
        self.children(unit).into_iter().chain(lost.map(|gone| gone.id.clone())).collect()
    }

    /// What lies directly under a unit, each in its newest interval.
    fn under(&self, unit: &UnitId) -> impl Iterator<Item = &'u UnitVersion> {
        let ever = self.units.ever_under(unit).iter();
        ever.filter(|child| self.above(child).as_ref() == Some(unit)).filter_map(|child| self.units.newest(child))
    }

    /// The units of a level in a unit with their names, itself included; on an earlier map those of then.
    pub(crate) fn of_level(&self, unit: &UnitId, level: UnitLevel) -> Vec<(UnitId, &'u str)> {
        let named = |unit: &'u UnitVersion| (unit.id.clone(), unit.name.as_str());
        if let Some(earlier) = self.earlier {
            let lies_in = |id: &UnitId| self.ways(id).iter().flatten().any(|above| above == unit);
            return earlier.of_level(level).filter(|known| lies_in(&known.id)).map(named).collect();
        }
        let of_level = self.living().filter(|known| known.level == level);
        of_level.filter(|known| self.units.contains(unit, &known.id, self.day)).map(named).collect()
    }

    /// The communes in force in each of these units, itself included.
    pub(crate) fn communes_of(&self, units: &[UnitId]) -> HashMap<UnitId, Vec<UnitId>> {
        let communes = self.living().filter(|known| known.level == UnitLevel::Commune);
        self.of_each(units, communes.map(|known| &known.id))
    }

    /// The units in each of these that were abolished before the day.
    pub(crate) fn abolished_of(&self, units: &[UnitId]) -> HashMap<UnitId, Vec<UnitId>> {
        self.of_each(units, self.gone().map(|gone| &gone.id))
    }

    /// Which of some lie in each of these units.
    fn of_each(&self, units: &[UnitId], some: impl Iterator<Item = &'u UnitId>) -> HashMap<UnitId, Vec<UnitId>> {
        let mut of: HashMap<UnitId, Vec<UnitId>> = units.iter().map(|unit| (unit.clone(), Vec::new())).collect();
        for one in some {
            for unit in self.ways(one).into_iter().flatten() {
                if let Some(within) = of.get_mut(&unit) {
                    within.push(one.clone());
                }
            }
        }
        of
    }

    /// The units in one that were abolished before the day.
    pub(crate) fn abolished(&self, unit: &UnitId) -> Vec<UnitId> {
        let gone = self.gone().map(|gone| &gone.id);
        gone.filter(|id| self.units.contains(unit, id, self.day)).cloned().collect()
    }

    /// The units that lived on the day, as they were; those founded later, as they were at first.
    fn living(&self) -> impl Iterator<Item = &'u UnitVersion> {
        let as_it_was = |newest: &'u UnitVersion| {
            if newest.from <= self.day { newest } else { self.units.nearest(&newest.id, self.day).unwrap_or(newest) }
        };
        self.newest().filter(|unit| !self.is_gone(unit)).map(as_it_was)
    }

    fn gone(&self) -> impl Iterator<Item = &'u UnitVersion> {
        self.newest().filter(|unit| self.is_gone(unit))
    }

    fn is_gone(&self, newest: &UnitVersion) -> bool {
        newest.to.is_some_and(|to| to < self.day)
    }

    /// All units, each in its newest interval.
    fn newest(&self) -> impl Iterator<Item = &'u UnitVersion> {
        let mut intervals = self.units.all().peekable();
        std::iter::from_fn(move || {
            let mut newest = intervals.next()?;
            while let Some(newer) = intervals.next_if(|unit| unit.id == newest.id) {
                newest = newer;
            }
            Some(newest)
        })
    }
}
