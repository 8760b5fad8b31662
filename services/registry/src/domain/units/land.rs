//! A unit's land on another day, as the units of that day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};

use super::history::History;
use super::lineage::Share;

/// A unit of the day asked about that has land of the unit asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'t> {
    pub(crate) unit: &'t UnitVersion,
    /// All its people were the unit's; else only some.
    pub(crate) whole: bool,
}

impl History {
    /// The units of a day that lie where a unit was on another: as few as there are, whole ones first.
    pub(crate) fn land(&self, id: &UnitId, on: NaiveDate, at: NaiveDate) -> Vec<Part<'_>> {
        if on == at || id.is_country() {
            let itself = self.units().at(id, at).map(|unit| Part { unit, whole: true });
            return itself.into_iter().collect();
        }
        let own = self.leaves(id, on);
        let touched: BTreeSet<&UnitId> =
            own.iter().flat_map(|leaf| self.peopled(leaf, on, at)).map(|unit| &unit.id).collect();
        let (whole, partly): (BTreeSet<_>, BTreeSet<_>) =
            touched.into_iter().partition(|leaf| self.peopled(leaf, at, on).all(|unit| own.contains(&unit.id)));
        let part = |whole| move |id| self.units().at(id, at).map(|unit| Part { unit, whole });
        let whole = self.gathered(whole, at).into_iter().filter_map(part(true));
        whole.chain(partly.into_iter().filter_map(part(false))).collect()
    }

    /// The lowest units under one, itself if there are none.
    fn leaves<'t>(&'t self, id: &'t UnitId, day: NaiveDate) -> BTreeSet<&'t UnitId> {
        let mut leaves = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let before = open.len();
            open.extend(self.units().children_at(id, day).map(|unit| &unit.id));
            if open.len() == before && self.units().at(id, day).is_some() {
                leaves.insert(id);
            }
        }
        leaves
    }

    /// The units of another day in which a unit's people are.
    fn peopled(&self, id: &UnitId, on: NaiveDate, at: NaiveDate) -> impl Iterator<Item = &UnitVersion> {
        self.counterparts(id, on, at).into_iter().filter(|unit| unit.share > Share::No).map(|unit| unit.unit)
    }

    /// Units with their place taken by the unit above wherever all under it are there.
    fn gathered<'t>(&'t self, mut units: BTreeSet<&'t UnitId>, day: NaiveDate) -> BTreeSet<&'t UnitId> {
        loop {
            let parents: BTreeSet<_> =
                units.iter().filter_map(|id| self.units().at(id, day)).map(|unit| &unit.parent).collect();
            let full = parents.into_iter().find(|parent| {
                !parent.is_country() && self.units().children_at(parent, day).all(|unit| units.contains(&unit.id))
            });
            let Some(full) = full else { return units };
            for child in self.units().children_at(full, day) {
                units.remove(&child.id);
            }
            units.insert(full);
        }
    }
}
