//! An indicator for all provinces or communes in a unit.

use std::sync::Arc;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::common::v1::UnitLevel;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, computed, version_of_sums};
use super::get_series::Method;
use super::restating::Restated;
use crate::View;
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::map::{Map, Unplaced};
use crate::memory::MapQuestion;
use crate::store;

pub(crate) struct GetMap {
    pub(super) unit: UnitId,
    pub(super) indicator: &'static Indicator,
    level: UnitLevel,
    pub(super) period: Period,
    map_day: Option<NaiveDate>,
}

/// A unit with its name and figure.
#[derive(Debug)]
pub(crate) struct OfUnit {
    pub(crate) unit: UnitId,
    pub(crate) name: String,
    pub(crate) figure: Option<Figure>,
}

/// A map as it was asked for.
pub(crate) struct Drawn {
    pub(crate) unit_name: String,
    pub(crate) units: Arc<Vec<OfUnit>>,
    /// On an earlier map: what is recorded in the whole, and can be placed in none of the units.
    pub(crate) not_placed: Option<Figure>,
    /// How figures were put on it, if its day was asked for.
    pub(crate) method: Option<Method>,
}

impl GetMap {
    pub(crate) fn parse(message: pb::GetMapRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let indicator = asked::indicator(&mut fields, "indicator_code", &message.indicator_code);
        let level = fields.choice("level", message.level).map(level);
        let period = asked::period(&mut fields, "period", &message.period);
        let map_day = fields.optional_date("map_day", &message.map_day);
        let (unit, indicator, level, period, map_day) = fields.finish((unit, indicator, level, period, map_day))?;
        Ok(Self { unit, indicator, level, period, map_day })
    }
}

pub(crate) async fn get_map(view: &View, command: &GetMap) -> Result<Drawn, Error> {
    let days = asked::so_far(view, command.period);
    let day = command.map_day.or(days.map(|days| days.to)).unwrap_or(view.today());
    let earlier = asked::earlier_units(view, command.map_day).await?;
    let map = asked::map(view, day, earlier.as_ref());
    let unit_name = asked::unit_on(view, map, &command.unit, day)?.to_owned();
    let (units, not_placed) = match days {
        Some(days) if earlier.is_some() => restated(view, command, map, days).await?,
        Some(days) => (in_force(view, command, map, days).await?, None),
        // There is no figure of a period that has not begun.
        None => (with_figures(map.of_level(&command.unit, command.level), std::iter::repeat(None)), None),
    };
    let method = command.map_day.map(|map_day| Method { map_day, is_earlier: earlier.is_some() });
    Ok(Drawn { unit_name, units, not_placed, method })
}

/// With the units in force, as they lay on the map's day.
async fn in_force(view: &View, command: &GetMap, map: Map<'_>, days: Days) -> Result<Arc<Vec<OfUnit>>, Error> {
    let GetMap { unit, indicator, level, .. } = command;
    let question =
        MapQuestion { unit: unit.clone(), indicator: &indicator.code, level: *level, days, map_day: map.day };
    let state = store::sums::state(view).await?;
    let version = version_of_sums(view, &state, map.day);
    let memory = &view.service().maps;
    if let Some(known) = version.and_then(|version| memory.recall(version, &question)) {
        return Ok(known);
    }
    let of_level = map.of_level(unit, *level);
    let units: Vec<_> = of_level.iter().map(|(unit, _)| unit.clone()).collect();
    let cells = computed(view, &asked_for(command, &units, days), map.day, version.and(Some(&state))).await?;
    let units = with_figures(of_level, cells.iter().map(|cell| cell.figure));
    if let Some(version) = version {
        memory.keep(version, question, Arc::clone(&units));
    }
    Ok(units)
}

/// On a map of before the units in force; with what can be placed in none of its units.
async fn restated(
    view: &View,
    command: &GetMap,
    map: Map<'_>,
    days: Days,
) -> Result<(Arc<Vec<OfUnit>>, Option<Figure>), Error> {
    let of_level = map.of_level(&command.unit, command.level);
    let units: Vec<_> = of_level.iter().map(|(unit, _)| unit.clone()).collect();
    let unplaced = Unplaced { within: command.unit.clone(), level: command.level };
    let asked = asked_for(command, &units, days);
    let restated = Restated::of(view, &asked, map, Some(unplaced)).await?;
    let not_placed = restated.not_placed(days).first().and_then(|cell| cell.figure);
    Ok((with_figures(of_level, restated.cells(days).iter().map(|cell| cell.figure)), not_placed))
}

fn asked_for<'a>(command: &GetMap, units: &'a [UnitId], days: Days) -> Asked<'a> {
    Asked { indicators: vec![command.indicator], units, parts: false, days, known_at: None }
}

fn with_figures(units: Vec<(UnitId, &str)>, figures: impl Iterator<Item = Option<Figure>>) -> Arc<Vec<OfUnit>> {
    let of_unit = |((unit, name), figure): ((UnitId, &str), _)| OfUnit { unit, name: name.to_owned(), figure };
    Arc::new(units.into_iter().zip(figures).map(of_unit).collect())
}

fn level(level: pb::MapLevel) -> UnitLevel {
    match level {
        pb::MapLevel::Province => UnitLevel::Province,
        pb::MapLevel::District => UnitLevel::District,
        pb::MapLevel::Commune | pb::MapLevel::Unspecified => UnitLevel::Commune,
    }
}
