//! An indicator for all provinces or communes in a unit.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::common::v1::UnitLevel;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells_on_map};
use super::get_series::Method;
use super::restating::Restated;
use crate::View;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::map::Unplaced;

pub(crate) struct GetMap {
    pub(super) unit: UnitId,
    pub(super) indicator: &'static Indicator,
    level: UnitLevel,
    pub(super) period: Period,
    map_day: Option<NaiveDate>,
}

/// A unit with its name and figure.
pub(crate) struct OfUnit {
    pub(crate) unit: UnitId,
    pub(crate) name: String,
    pub(crate) figure: Option<Figure>,
}

/// A map as it was asked for.
pub(crate) struct Drawn {
    pub(crate) unit_name: String,
    pub(crate) units: Vec<OfUnit>,
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
    let (units, names): (Vec<_>, Vec<_>) = map.of_level(&command.unit, command.level).into_iter().unzip();
    let (mut figures, mut not_placed) = (Vec::new(), None);
    if let Some(days) = days {
        let (indicators, units) = (vec![command.indicator], units.as_slice());
        let asked = Asked { indicators, units, parts: false, days, known_at: None };
        if earlier.is_some() {
            let unplaced = Unplaced { within: command.unit.clone(), level: command.level };
            let restated = Restated::of(view, &asked, map, Some(unplaced)).await?;
            figures.extend(restated.cells(days).iter().map(|cell| cell.figure));
            not_placed = restated.not_placed(days).first().and_then(|cell| cell.figure);
        } else {
            figures.extend(cells_on_map(view, &asked, day).await?.iter().map(|cell| cell.figure));
        }
    }
    // There is no figure of a period that has not begun.
    let figures = figures.into_iter().chain(std::iter::repeat(None));
    let of_unit = |((unit, name), figure): ((UnitId, &str), _)| OfUnit { unit, name: name.to_owned(), figure };
    let method = command.map_day.map(|map_day| Method { map_day, is_earlier: earlier.is_some() });
    Ok(Drawn { unit_name, units: units.into_iter().zip(names).zip(figures).map(of_unit).collect(), not_placed, method })
}

fn level(level: pb::MapLevel) -> UnitLevel {
    match level {
        pb::MapLevel::Province => UnitLevel::Province,
        pb::MapLevel::District => UnitLevel::District,
        pb::MapLevel::Commune | pb::MapLevel::Unspecified => UnitLevel::Commune,
    }
}
