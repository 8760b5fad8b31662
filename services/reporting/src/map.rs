//! The map that figures are shown on: which unit lies in which, as things were on a day.

use chrono::NaiveDate;
use std::collections::HashMap;

use platform::access::{UnitId, UnitTable};
use proto::common::v1::UnitLevel;

/// The units of a table, as they lay on a day.
#[derive(Clone, Copy)]
pub(crate) struct Map<'u> {
    pub(crate) units: &'u UnitTable,
    pub(crate) day: NaiveDate,
}

impl<'u> Map<'u> {
    /// The name of a unit on the day; of one that did not live then, as it was nearest to it.
    pub(crate) fn name(&self, unit: &UnitId) -> Option<&'u str> {
        if unit.is_country() { Some("Việt Nam") } else { Some(&self.units.nearest(unit, self.day)?.name) }
    }

    /// The provinces of a unit, itself included.
    pub(crate) fn provinces(&self, unit: &UnitId) -> Vec<UnitId> {
        self.of_level(unit, UnitLevel::Province)
    }

    /// A unit and all above it, the country last. What was recorded in a unit that was abolished lies in its successor.
    pub(crate) fn path(&self, unit: &UnitId) -> Vec<UnitId> {
        let path = self.units.path(unit, self.day).cloned();
        path.chain([UnitId::country()]).collect()
    }

    /// The unit above one; none for the country.
    pub(crate) fn above(&self, unit: &UnitId) -> Option<UnitId> {
        if unit.is_country() { None } else { self.path(unit).into_iter().nth(1) }
    }

    /// The units directly under one, in order of identity; those that lived on the day, or that are nearest to it.
    pub(crate) fn children(&self, unit: &UnitId) -> Vec<UnitId> {
        self.living().filter(|child| self.above(child).as_ref() == Some(unit)).collect()
    }

    /// The units that what is recorded in a unit is split by: those directly under it, and those that no longer are and whose place
    /// none took.
    pub(crate) fn parts(&self, unit: &UnitId) -> Vec<UnitId> {
        let lay_in = |id: &UnitId| self.units.newest(id).is_some_and(|newest| newest.parent == *unit);
        let lost = self.ids().filter(|id| self.is_gone(id) && lay_in(id) && self.above(id).as_ref() == Some(unit));
        self.children(unit).into_iter().chain(lost).collect()
    }

    /// The communes in a unit, itself included.
    pub(crate) fn communes(&self, unit: &UnitId) -> Vec<UnitId> {
        self.of_level(unit, UnitLevel::Commune)
    }

    fn of_level(&self, unit: &UnitId, level: UnitLevel) -> Vec<UnitId> {
        let is_of = |id: &UnitId| self.units.nearest(id, self.day).is_some_and(|known| known.level == level);
        self.living().filter(is_of).filter(|id| self.units.contains(unit, id, self.day)).collect()
    }

    /// The communes in each of these units, itself included.
    pub(crate) fn communes_of(&self, units: &[UnitId]) -> HashMap<UnitId, Vec<UnitId>> {
        let is_commune =
            |id: &UnitId| self.units.nearest(id, self.day).is_some_and(|known| known.level == UnitLevel::Commune);
        self.of_each(units, self.living().filter(is_commune))
    }

    /// The units in each of these that were abolished before the day.
    pub(crate) fn abolished_of(&self, units: &[UnitId]) -> HashMap<UnitId, Vec<UnitId>> {
        self.of_each(units, self.ids().filter(|id| self.is_gone(id)))
    }

    /// Which of some lie in each of these units.
    fn of_each(&self, units: &[UnitId], some: impl Iterator<Item = UnitId>) -> HashMap<UnitId, Vec<UnitId>> {
        let mut of: HashMap<UnitId, Vec<UnitId>> = units.iter().map(|unit| (unit.clone(), Vec::new())).collect();
        for one in some {
            for unit in self.path(&one) {
                if let Some(within) = of.get_mut(&unit) {
                    within.push(one.clone());
                }
            }
        }
        of
    }

    /// The units in one that were abolished before the day.
    pub(crate) fn abolished(&self, unit: &UnitId) -> Vec<UnitId> {
        let gone = self.ids().filter(|id| self.is_gone(id));
        gone.filter(|id| self.units.contains(unit, id, self.day)).collect()
    }

    fn living(&self) -> impl Iterator<Item = UnitId> {
        self.ids().filter(|id| !self.is_gone(id))
    }

    fn is_gone(&self, unit: &UnitId) -> bool {
        self.units.newest(unit).is_some_and(|newest| newest.to.is_some_and(|to| to < self.day))
    }

    fn ids(&self) -> impl Iterator<Item = UnitId> {
        let mut last = None;
        self.units.all().map(|version| version.id.clone()).filter(move |id| {
            let is_new = last.as_ref() != Some(id);
            last = Some(id.clone());
            is_new
        })
    }
}
