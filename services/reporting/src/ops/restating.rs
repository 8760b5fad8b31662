//! Figures on the map of a day before the units in force: whole records in the units of then, and what can be placed in none.

use std::slice::from_ref;

use platform::access::UnitId;

use super::figures::{AddedUp, Asked, Entries, Scope};
use crate::View;
use crate::domain::cells::Cell;
use crate::domain::days::Days;
use crate::domain::indicators::Formula;
use crate::error::Error;
use crate::map::{Map, Unplaced};

/// Entries added up once, each whole in the units that it is known to lie in, so that figures of any interval follow.
pub(super) struct Restated<'a> {
    asked: &'a Asked<'a>,
    placed: AddedUp,
    left: Option<Left>,
}

/// What is recorded in a unit and can be placed in none of a level.
struct Left {
    within: UnitId,
    records: AddedUp,
}

impl<'a> Restated<'a> {
    /// Adds up what is asked for, whatever its interval; and what cannot be placed, if that is to be told.
    pub(super) async fn of(
        view: &View,
        asked: &'a Asked<'a>,
        map: Map<'_>,
        unplaced: Option<Unplaced>,
    ) -> Result<Self, Error> {
        let scope = Scope::new(asked, map);
        let entries = scope.entries(view).await?;
        let placed = scope.added_up(&entries);
        let left = unplaced.map(|unplaced| Left::of(entries, map, unplaced, &placed));
        Ok(Self { asked, placed, left })
    }

    /// The cells of an interval, in order of indicators, units and parts.
    pub(super) fn cells(&self, days: Days) -> Vec<Cell> {
        self.asked.cells(&self.placed.readings(days))
    }

    /// The figures of an interval over what cannot be placed, by indicator and part. Of a share there is none: shares of what lies
    /// here and of what lies nowhere do not add up.
    pub(super) fn not_placed(&self, days: Days) -> Vec<Cell> {
        let Some(Left { within, records }) = &self.left else { return Vec::new() };
        let readings = records.readings(days);
        let counted = self.asked.indicators.iter().filter(|indicator| !matches!(indicator.formula, Formula::Share(..)));
        counted.flat_map(|indicator| readings.cells(indicator, within, self.asked.parts)).collect()
    }
}

impl Left {
    fn of(mut entries: Entries, map: Map<'_>, unplaced: Unplaced, placed: &AddedUp) -> Self {
        let is_left = |unit: &UnitId| map.is_unplaced(unit, &unplaced);
        let within = from_ref(&unplaced.within);
        let (mut communes, mut abolished) = (map.communes_of(within), map.abolished_of(within));
        for units in communes.values_mut().chain(abolished.values_mut()) {
            units.retain(is_left);
        }
        for entries in entries.values_mut() {
            entries.retain(|entry| is_left(&entry.unit));
        }
        let records = AddedUp::of(&entries, &map, communes, abolished).known_as_in(placed);
        Self { records, within: unplaced.within }
    }
}
