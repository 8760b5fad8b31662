//! A unit's scorecard on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable, UnitVersion};
use platform::clock::Moment;
use platform::fields::Fields;
use platform::outbox::{SourcePosition, positions};
use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators;
use crate::domain::scorecard::{Actuals, Breakdown, Row, breakdown, breakdown_by_unit, needed, rows};
use crate::error::Error;
use crate::map::Map;
use crate::ops::figures::{Asked, cells};
use crate::store;

pub(crate) struct GetScorecard {
    unit: UnitId,
    at: Option<NaiveDate>,
}

/// A unit's figures on a day, and how far they have taken in what was told.
pub(crate) struct Scorecard {
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) at: NaiveDate,
    pub(crate) rows: Vec<Row>,
    pub(crate) breakdowns: Vec<Breakdown>,
    /// Names of the units that are keys of a breakdown.
    pub(crate) names: HashMap<String, String>,
    pub(crate) sources: Vec<SourcePosition>,
    pub(crate) computed_at: Moment,
}

impl GetScorecard {
    pub(crate) fn parse(message: pb::GetScorecardRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let at = fields.optional_date("at", &message.at);
        let (unit, at) = fields.finish((unit, at))?;
        Ok(Self { unit, at })
    }
}

pub(crate) async fn get_scorecard(view: &View, command: &GetScorecard) -> Result<Scorecard, Error> {
    let (unit, at) = (&command.unit, command.at.unwrap_or(view.today()));
    let units = view.authority().units();
    let no_such_unit = || Error::NoSuchUnit { unit: unit.clone(), day: at };
    let unit_name =
        if unit.is_country() { "Việt Nam" } else { &known_on(units, unit, at).ok_or_else(no_such_unit)?.name };
    let unit_name = unit_name.to_owned();
    view.authority().require(unit)?;

    let targets = store::targets::of_unit(view, unit).await?;
    let targets: Vec<_> = targets.iter().collect();
    let mut actuals = Actuals::new();
    for (days, indicators) in needed(indicators::built_in(), &targets, at) {
        let asked = Asked { indicators, ..Asked::whole(std::slice::from_ref(unit), days) };
        let cells = cells(view, &asked).await?;
        actuals.extend(cells.iter().map(|cell| ((days, cell.indicator.clone()), cell.figure)));
    }
    let rows = rows(&actuals, indicators::built_in(), &targets, at);
    let breakdowns = breakdowns(view, unit, at).await?;
    let keys = breakdowns.iter().flat_map(|breakdown| breakdown.cells.iter().map(|(key, _)| key));
    // What a unit had when it was abolished still counts above it.
    let name = |unit: &UnitId| Some(known_on(units, unit, at).or_else(|| units.newest(unit))?.name.clone());
    let names = keys.filter_map(|key| Some((key.clone(), name(&key.parse().ok()?)?))).collect();
    Ok(Scorecard {
        unit: unit.clone(),
        unit_name,
        at,
        rows,
        breakdowns,
        names,
        sources: positions(view).await?,
        computed_at: view.now(),
    })
}

/// The breakdowns of a scorecard: valid products by star, set and unit, producers by kind.
async fn breakdowns(view: &View, unit: &UnitId, at: NaiveDate) -> Result<Vec<Breakdown>, Error> {
    let on_day = Days { from: at, to: at };
    let of =
        |codes: &[&str]| codes.iter().map(|code| indicators::built_in().of_code(code)).collect::<Result<Vec<_>, _>>();
    let split = Asked {
        parts: true,
        indicators: of(&["products_valid", "producers_registered"])?,
        ..Asked::whole(std::slice::from_ref(unit), on_day)
    };
    let split = cells(view, &split).await?;
    // What is recorded of the unit itself stands beside the units under it.
    let mut units = Map::on(view.authority().units(), at).parts(unit);
    units.push(unit.clone());
    let by_unit = Asked { indicators: of(&["products_valid"])?, ..Asked::whole(&units, on_day) };
    let by_unit = breakdown_by_unit(&cells(view, &by_unit).await?, "products_valid");
    Ok(vec![
        breakdown(&split, "products_valid", Dimension::Star),
        breakdown(&split, "products_valid", Dimension::ProductSet),
        with_the_rest(by_unit, unit),
        breakdown(&split, "producers_registered", Dimension::ProducerKind),
    ])
}

/// The last unit is the whole: what the others leave of it is recorded of itself, and stands under its own name.
fn with_the_rest(mut breakdown: Breakdown, unit: &UnitId) -> Breakdown {
    let whole = breakdown.cells.iter().position(|(key, _)| key == unit.as_str());
    if let Some((key, mut rest)) = whole.map(|whole| breakdown.cells.remove(whole)) {
        for (_, figure) in &breakdown.cells {
            rest.value -= figure.value;
            rest.uncertain -= figure.uncertain;
            rest.sample -= figure.sample;
        }
        if rest != Figure::default() {
            breakdown.cells.push((key, rest));
            breakdown.cells.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
    }
    breakdown
}

/// A unit as it was on a day; on a day before the units of today, as it came into being. None after its end.
fn known_on<'u>(units: &'u UnitTable, unit: &UnitId, day: NaiveDate) -> Option<&'u UnitVersion> {
    let came_before = |known: &&'u UnitVersion| units.at(unit, known.from.pred_opt()?);
    let first = || std::iter::successors(units.newest(unit), came_before).last();
    units.at(unit, day).or_else(|| first().filter(|first| day < first.from))
}
