//! An indicator split by a dimension.

use std::collections::HashMap;
use std::slice::from_ref;

use platform::access::UnitId;
use platform::clock::Moment;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells};
use crate::View;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Period;
use crate::domain::scorecard::{Breakdown, Split, breakdown, breakdown_by_unit};
use crate::error::Error;
use crate::map::Map;

pub(crate) struct GetBreakdown {
    pub(super) unit: UnitId,
    pub(super) indicator: &'static Indicator,
    pub(super) split: Split,
    pub(super) period: Period,
    known_at: Option<Moment>,
}

/// A figure and its parts.
pub(crate) struct Broken {
    pub(crate) unit_name: String,
    pub(crate) whole: Option<Figure>,
    pub(crate) breakdown: Breakdown,
    /// Names of the units that are keys.
    pub(crate) names: HashMap<String, String>,
}

impl GetBreakdown {
    pub(crate) fn parse(message: pb::GetBreakdownRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let indicator = asked::indicator(&mut fields, "indicator_code", &message.indicator_code);
        let split = match message.dimension() {
            pb::Dimension::Unit => Some(Split::Unit),
            given => indicator
                .and_then(|indicator| asked::dimension(&mut fields, "dimension", indicator, given).map(Split::By)),
        };
        let period = asked::period(&mut fields, "period", &message.period);
        let known_at = asked::known_at(&mut fields, message.known_at);
        let (unit, indicator, split, period, known_at) = fields.finish((unit, indicator, split, period, known_at))?;
        Ok(Self { unit, indicator, split, period, known_at })
    }
}

pub(crate) async fn get_breakdown(view: &View, command: &GetBreakdown) -> Result<Broken, Error> {
    let (unit, code) = (&command.unit, command.indicator.code.as_str());
    let days = asked::so_far(view, command.period);
    let unit_name = asked::unit(view, unit, days.map_or(view.today(), |days| days.to))?.to_owned();
    let nothing = |split| Breakdown { indicator: code.to_owned(), split, cells: Vec::new() };
    let Some(days) = days else {
        return Ok(Broken { unit_name, whole: None, breakdown: nothing(command.split), names: HashMap::new() });
    };
    let asked =
        |units, parts| Asked { indicators: vec![command.indicator], units, parts, days, known_at: command.known_at };
    let of_unit = cells(view, &asked(from_ref(unit), true)).await?;
    let whole = of_unit.iter().find(|cell| cell.part.is_none()).and_then(|cell| cell.figure);
    let map = Map::on(view.authority().units(), days.to);
    let breakdown = match command.split {
        Split::By(dimension) => breakdown(&of_unit, code, dimension),
        Split::Unit => breakdown_by_unit(&cells(view, &asked(&map.parts(unit), false)).await?, code),
    };
    let name = |key: &String| Some((key.clone(), map.name(&key.parse().ok()?)?.to_owned()));
    let names = breakdown.cells.iter().filter_map(|(key, _)| name(key)).collect();
    Ok(Broken { unit_name, whole, breakdown, names })
}
