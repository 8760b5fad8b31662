//! The figures of units in an interval, for whoever shows, reports or submits them.

use platform::access::UnitId;
use platform::clock::Moment;

use crate::View;
use crate::domain::cells::Cell;
use crate::domain::days::Days;
use crate::domain::figures::figure;
use crate::domain::indicators::{self, Indicator};
use crate::error::Error;
use crate::store;

/// Which figures are asked for.
pub(crate) struct Asked<'a> {
    pub(crate) indicators: Vec<&'a Indicator>,
    /// Each with all under it.
    pub(crate) units: &'a [UnitId],
    /// True if the parts by every dimension of the indicators are wanted too.
    pub(crate) parts: bool,
    /// What happened is counted in the interval, what is on its last day.
    pub(crate) days: Days,
    /// As known at a moment; now if none.
    pub(crate) known_at: Option<Moment>,
}

/// The cells, in order of indicators, units and parts. A part that is 0 is left out.
pub(crate) async fn cells(view: &View, asked: &Asked<'_>) -> Result<Vec<Cell>, Error> {
    let units = view.authority().units();
    let mut of_units = Vec::new();
    for unit in asked.units {
        let within = |other: &UnitId| units.contains(unit, other, asked.days.to);
        of_units.push((unit, store::facts::of_units(view, within).await?));
    }
    let cells = asked.indicators.iter().flat_map(|indicator| {
        of_units.iter().map(|(unit, facts)| Cell {
            indicator: indicator.code.clone(),
            unit: (*unit).clone(),
            part: None,
            figure: figure(indicator.kind, facts, indicators::built_in(), asked.days),
        })
    });
    Ok(cells.collect())
}
