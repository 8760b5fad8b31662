//! What a report is made from: the figures of the unit and of those below, and what is found in them.

use platform::access::UnitId;
use platform::clock::Moment;

use super::{Asked, cells};
use crate::domain::cells::Cell;
use crate::domain::findings::{Checked, LowerReport, findings};
use crate::domain::indicators::{Indicator, built_in};
use crate::domain::periods::Period;
use crate::domain::report::Prepared;
use crate::domain::report_figures::Figures;
use crate::domain::report_forms::{self, Form, Level};
use crate::error::Error;
use crate::{View, store};

/// What a report is to be about.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) form: String,
    pub(super) unit: UnitId,
    pub(super) period: Period,
    pub(super) nothing_to_report: bool,
}

/// Makes the figures of a report as the record has them now, and looks through them.
pub(super) async fn prepare_content(view: &View, about: &About) -> Result<Prepared, Error> {
    let form = report_forms::of_code(&about.form)?;
    let below = units_below(view, &about.unit, about.period);
    let cells = figures_of(view, form, about, &below, None).await?;
    let unsound = unsound_records(view, about).await?;
    let lower = lower_reports(view, about, &below).await?;
    let checked = Checked {
        indicators: built_in(),
        unit: &about.unit,
        below: &below,
        cells: &cells,
        lower: &lower,
        nothing_to_report: about.nothing_to_report,
        unsound: &unsound,
    };
    let findings = findings(&checked);
    Ok(Prepared { figures: Figures::new(view.now(), cells), findings })
}

/// The units directly below one that report too, as they were on the last day of a period, in order of codes.
pub(super) fn units_below(view: &View, unit: &UnitId, period: Period) -> Vec<UnitId> {
    let (units, last_day) = (view.authority().units(), period.days().to);
    let mut below: Vec<_> = units
        .children_at(unit, last_day)
        .filter(|below| Level::of(&below.id, units, last_day).is_some())
        .map(|below| below.id.clone())
        .collect();
    below.sort();
    below
}

/// The figures of the unit, whole and in parts, and of those below, whole; as known at a moment, or now.
pub(super) async fn figures_of(
    view: &View,
    form: &'static Form,
    about: &About,
    below: &[UnitId],
    known_at: Option<Moment>,
) -> Result<Vec<Cell>, Error> {
    let own = std::slice::from_ref(&about.unit);
    let mut figures = asked(view, form.indicators.clone(), own, true, about.period, known_at).await?;
    if !below.is_empty() {
        figures.extend(asked(view, form.indicators.clone(), below, false, about.period, known_at).await?);
    }
    Ok(figures)
}

async fn asked(
    view: &View,
    indicators: Vec<&'static Indicator>,
    units: &[UnitId],
    parts: bool,
    period: Period,
    known_at: Option<Moment>,
) -> Result<Vec<Cell>, Error> {
    let asked = Asked { indicators, units, parts, days: period.days(), known_at };
    Ok(cells(view, &asked).await?.to_vec())
}

/// Figures of the indicators that count records which are not sound.
async fn unsound_records(view: &View, about: &About) -> Result<Vec<Cell>, Error> {
    let indicators: Vec<_> = built_in().all.iter().filter(|known| known.code.starts_with("quality_")).collect();
    if indicators.is_empty() {
        return Ok(Vec::new());
    }
    asked(view, indicators, std::slice::from_ref(&about.unit), false, about.period, None).await
}

/// The newest accepted reports of the units below.
async fn lower_reports(view: &View, about: &About, below: &[UnitId]) -> Result<Vec<LowerReport>, Error> {
    let mut lower = Vec::new();
    let reports = store::reports::of_units(view, &about.form, about.period, below).await?;
    for unit in below {
        let own = reports.get(unit).map_or(&[][..], Vec::as_slice);
        if let Some(newest) = own.iter().rev().find(|report| report.state.accepted().is_some()) {
            let cells = store::reports::prepared(view, newest).await?.figures.cells;
            lower.push(LowerReport { unit: unit.clone(), cells });
        }
    }
    Ok(lower)
}
