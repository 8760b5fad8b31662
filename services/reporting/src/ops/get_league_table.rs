//! The units directly under one, in order of an indicator.

use std::cmp::Reverse;

use platform::access::UnitId;
use platform::fields::Fields;
use platform::text::collation_key;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells};
use super::get_map::OfUnit;
use crate::View;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::map::Map;

pub(crate) struct GetLeagueTable {
    unit: UnitId,
    indicator: &'static Indicator,
    period: Period,
    ascending: bool,
}

impl GetLeagueTable {
    pub(crate) fn parse(message: pb::GetLeagueTableRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let indicator = asked::indicator(&mut fields, "indicator_code", &message.indicator_code);
        let period = asked::period(&mut fields, "period", &message.period);
        let (unit, indicator, period) = fields.finish((unit, indicator, period))?;
        Ok(Self { unit, indicator, period, ascending: message.ascending })
    }
}

/// The units with their places from 1; those without a figure have place 0 and come last.
pub(crate) async fn get_league_table(view: &View, command: &GetLeagueTable) -> Result<Vec<(i32, OfUnit)>, Error> {
    let days = asked::so_far(view, command.period);
    let day = days.map_or(view.today(), |days| days.to);
    asked::unit(view, &command.unit, day)?;
    let map = Map::on(view.authority().units(), day);
    let units = map.children(&command.unit);
    let mut figures = vec![None; units.len()];
    if let Some(days) = days {
        let (indicators, units) = (vec![command.indicator], units.as_slice());
        let asked = Asked { indicators, units, parts: false, days, known_at: None };
        figures = cells(view, &asked).await?.iter().map(|cell| cell.figure).collect();
    }
    let name = |unit: &UnitId| map.name(unit).unwrap_or_default().to_owned();
    let rows = units.into_iter().zip(figures).map(|(unit, figure)| OfUnit { name: name(&unit), unit, figure });
    Ok(placed(rows.collect(), command.ascending))
}

/// In order of figures, then of names as Vietnamese has it. The same figure has the same place.
fn placed(mut rows: Vec<OfUnit>, ascending: bool) -> Vec<(i32, OfUnit)> {
    rows.sort_by_cached_key(|row| {
        let value = row.figure.map(|figure| if ascending { figure.value } else { -figure.value });
        (Reverse(value.is_some()), value, collation_key(&row.name))
    });
    let mut placed: Vec<(i32, OfUnit)> = Vec::with_capacity(rows.len());
    for (place, row) in (1..).zip(rows) {
        let shared = placed
            .last()
            .filter(|(_, last)| last.figure.map(|figure| figure.value) == row.figure.map(|figure| figure.value));
        let place = if row.figure.is_none() { 0 } else { shared.map_or(place, |(place, _)| *place) };
        placed.push((place, row));
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::Figure;

    #[test]
    fn the_same_figure_shares_a_place_and_the_next_is_left_out() {
        let row = |name: &str, value: Option<i64>| OfUnit {
            unit: "2025:11".parse().expect("a unit"),
            name: name.to_owned(),
            figure: value.map(|value| Figure { value, ..Figure::default() }),
        };
        let rows =
            || vec![row("Đà", Some(3)), row("Cà", Some(5)), row("Da", Some(3)), row("E", None), row("Ê", Some(1))];
        let places =
            |ascending| placed(rows(), ascending).into_iter().map(|(place, row)| (place, row.name)).collect::<Vec<_>>();
        let named = |places: [(i32, &str); 5]| places.map(|(place, name)| (place, name.to_owned())).to_vec();
        assert_eq!(places(false), named([(1, "Cà"), (2, "Da"), (2, "Đà"), (4, "Ê"), (0, "E")]));
        assert_eq!(places(true), named([(1, "Ê"), (2, "Da"), (2, "Đà"), (4, "Cà"), (0, "E")]));
    }
}
