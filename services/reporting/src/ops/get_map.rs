//! An indicator for all provinces or communes in a unit.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells_on_map};
use crate::View;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::map::Map;

pub(crate) struct GetMap {
    unit: UnitId,
    indicator: &'static Indicator,
    level: pb::MapLevel,
    period: Period,
    map_day: Option<NaiveDate>,
}

/// A unit with its name and figure.
pub(crate) struct OfUnit {
    pub(crate) unit: UnitId,
    pub(crate) name: String,
    pub(crate) figure: Option<Figure>,
}

impl GetMap {
    pub(crate) fn parse(message: pb::GetMapRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let indicator = asked::indicator(&mut fields, "indicator_code", &message.indicator_code);
        let level = fields.choice("level", message.level);
        let period = asked::period(&mut fields, "period", &message.period);
        let map_day = fields.optional_date("map_day", &message.map_day);
        let (unit, indicator, level, period, map_day) = fields.finish((unit, indicator, level, period, map_day))?;
        Ok(Self { unit, indicator, level, period, map_day })
    }
}

pub(crate) async fn get_map(view: &View, command: &GetMap) -> Result<Vec<OfUnit>, Error> {
    let days = asked::so_far(view, command.period);
    let day = command.map_day.or(days.map(|days| days.to)).unwrap_or(view.today());
    asked::unit(view, &command.unit, day)?;
    let map = Map { units: view.authority().units(), day };
    let units = match command.level {
        pb::MapLevel::Province => map.provinces(&command.unit),
        _ => map.communes(&command.unit),
    };
    let mut figures = Vec::new();
    if let Some(days) = days {
        let (indicators, units) = (vec![command.indicator], units.as_slice());
        let asked = Asked { indicators, units, parts: false, days, known_at: None };
        figures.extend(cells_on_map(view, &asked, day).await?.iter().map(|cell| cell.figure));
    }
    let of_unit = |(place, unit): (usize, UnitId)| OfUnit {
        name: map.name(&unit).unwrap_or_default().to_owned(),
        unit,
        figure: figures.get(place).copied().flatten(),
    };
    Ok(units.into_iter().enumerate().map(of_unit).collect())
}
