//! A unit's figures beside those of the units that lie in the same unit.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells};
use crate::View;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::map::Map;

pub(crate) struct GetRadar {
    unit: UnitId,
    indicators: Vec<&'static Indicator>,
    period: Period,
}

/// An axis: the unit's figure, and what it is beside.
pub(crate) struct Axis {
    pub(crate) indicator: &'static Indicator,
    pub(crate) figure: Option<Figure>,
    pub(crate) highest: i64,
    pub(crate) mean_hundredths: i64,
    pub(crate) of_highest_hundredths: Option<i64>,
}

pub(crate) struct Radar {
    pub(crate) axes: Vec<Axis>,
    /// Units that are compared, this one included.
    pub(crate) units: usize,
}

impl GetRadar {
    pub(crate) fn parse(message: pb::GetRadarRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let given = fields.list("indicator_codes", message.indicator_codes, 3..=12).unwrap_or_default();
        let indicators =
            fields.each("indicator_codes", &given, |fields, path, code| asked::indicator(fields, path, code));
        let period = asked::period(&mut fields, "period", &message.period);
        let (unit, indicators, period) = fields.finish((unit, indicators, period))?;
        Ok(Self { unit, indicators, period })
    }
}

pub(crate) async fn get_radar(view: &View, command: &GetRadar) -> Result<Radar, Error> {
    let days = asked::so_far(view, command.period);
    let day = days.map_or(view.today(), |days| days.to);
    asked::unit(view, &command.unit, day)?;
    let map = Map::on(view.authority().units(), day);
    let mut units = map.above(&command.unit).map(|above| map.children(&above)).unwrap_or_default();
    if !units.contains(&command.unit) {
        units.push(command.unit.clone());
    }
    let mut figures = vec![None; units.len() * command.indicators.len()];
    if let Some(days) = days {
        let (indicators, units) = (command.indicators.clone(), units.as_slice());
        let asked = Asked { indicators, units, parts: false, days, known_at: None };
        figures = cells(view, &asked).await?.iter().map(|cell| cell.figure).collect();
    }
    let own = units.iter().position(|unit| *unit == command.unit).unwrap_or_default();
    let axes = command.indicators.iter().zip(figures.chunks(units.len()));
    let axes = axes.map(|(indicator, figures)| axis(indicator, figures, own)).collect();
    Ok(Radar { axes, units: units.len() })
}

/// The axis of an indicator, by the figures of all units and the place of the unit among them.
fn axis(indicator: &'static Indicator, figures: &[Option<Figure>], own: usize) -> Axis {
    let values: Vec<_> = figures.iter().flatten().map(|figure| figure.value).collect();
    let highest = values.iter().copied().max().unwrap_or_default();
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
    let mean_hundredths = (values.iter().sum::<i64>() * 100).checked_div(count).unwrap_or_default();
    let figure = figures.get(own).copied().flatten();
    let of_highest = figure.filter(|_| highest > 0).map(|figure| figure.value * 10_000 / highest);
    Axis { indicator, figure, highest, mean_hundredths, of_highest_hundredths: of_highest }
}
