//! A unit's scorecard on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable, UnitVersion};
use platform::clock::Moment;
use platform::fields::Fields;
use platform::outbox::{SourcePosition, positions};
use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::indicators;
use crate::domain::scorecard::{Breakdown, Row, breakdowns, rows};
use crate::error::Error;
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

    let facts = store::facts::of_units(view, |other| units.contains(unit, other, at)).await?;
    let targets = store::targets::of_unit(view, unit).await?;
    let rows = rows(&facts, indicators::built_in(), &targets.iter().collect::<Vec<_>>(), at);
    let child_of = |other: &UnitId| units.child_towards(unit, other, at).unwrap_or_else(|| unit.clone());
    let breakdowns = breakdowns(&facts, indicators::built_in(), at, child_of);
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

/// A unit as it was on a day; on a day before the units of today, as it came into being. None after its end.
fn known_on<'u>(units: &'u UnitTable, unit: &UnitId, day: NaiveDate) -> Option<&'u UnitVersion> {
    let came_before = |known: &&'u UnitVersion| units.at(unit, known.from.pred_opt()?);
    let first = || std::iter::successors(units.newest(unit), came_before).last();
    units.at(unit, day).or_else(|| first().filter(|first| day < first.from))
}
