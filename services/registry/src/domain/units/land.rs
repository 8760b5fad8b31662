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

    /// Units that did not live on a day, each with the lowest unit of the day in which all of it lies. What lies in several has none,
    /// and neither has what nothing is known of.
    pub(crate) fn holders(&self, at: NaiveDate) -> impl Iterator<Item = (&UnitVersion, &UnitVersion)> {
        let elsewhen = self.units().all().filter(move |unit| {
            let is_newest = self.units().newest(&unit.id).is_some_and(|newest| newest.from == unit.from);
            is_newest && self.units().at(&unit.id, at).is_none()
        });
        elsewhen.filter_map(move |unit| Some((unit, self.holder(unit, at)?)))
    }

    /// The lowest unit of a day in which all of a unit lies, as it was last or is: its land with people or without.
    fn holder(&self, unit: &UnitVersion, at: NaiveDate) -> Option<&UnitVersion> {
        let on = unit.to.unwrap_or(NaiveDate::MAX);
        let mut common: Option<Vec<&UnitVersion>> = None;
        for leaf in self.leaves(&unit.id, on) {
            let counterparts = self.counterparts(leaf, on, at);
            if counterparts.is_empty() {
                return None;
            }
            for counterpart in counterparts {
                let above = self.ancestors(counterpart.unit, at);
                let path: Vec<_> = std::iter::once(counterpart.unit).chain(above).collect();
                match &mut common {
                    None => common = Some(path),
                    Some(common) => common.retain(|unit| path.iter().any(|other| other.id == unit.id)),
                }
            }
        }
        common?.first().copied()
    }

    /// The first and the last day on which the units are those of a day: before and after it some began or ended.
    pub(crate) fn same_units(&self, day: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let begins = self.units().all().map(|unit| unit.from);
        let ends = self.units().all().filter_map(|unit| unit.to);
        let changes = begins.chain(ends.filter_map(|end| end.succ_opt()));
        let (past, coming): (Vec<_>, Vec<_>) = changes.partition(|change| *change <= day);
        (past.into_iter().max(), coming.into_iter().min().and_then(|next| next.pred_opt()))
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
