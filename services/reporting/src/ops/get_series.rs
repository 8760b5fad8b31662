//! An indicator over several periods.

use std::slice::from_ref;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells_as_of};
use super::restating::Restated;
use crate::View;
use crate::domain::cells::{Cell, Part};
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::{Period, Scheme, Span};
use crate::error::Error;
use crate::map::Map;
use crate::store;

pub(crate) struct GetSeries {
    pub(super) unit: UnitId,
    pub(super) indicator: &'static Indicator,
    /// None for the month of the law that today lies in.
    last: Option<Period>,
    count: i32,
    pub(super) part: Option<Part>,
    map_day: Option<NaiveDate>,
    known_at: Option<Moment>,
}

/// A figure of a period; None of one that has not begun, or that there is no figure of.
pub(crate) struct Point {
    pub(crate) period: Period,
    pub(crate) days: Days,
    pub(crate) figure: Option<Figure>,
    /// On an earlier map: what may belong to the unit besides, and can be placed in no unit of its level.
    pub(crate) not_placed: Option<Figure>,
}

pub(crate) struct Series {
    pub(crate) unit_name: String,
    pub(crate) points: Vec<Point>,
    /// How all figures were put on one map, if one was asked for.
    pub(crate) method: Option<Method>,
}

/// How figures were put on the map of a day.
pub(crate) struct Method {
    pub(crate) map_day: NaiveDate,
    /// True if the day lies before the units in force.
    pub(crate) is_earlier: bool,
}

impl GetSeries {
    pub(crate) fn parse(message: pb::GetSeriesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let indicator = asked::indicator(&mut fields, "indicator_code", &message.indicator_code);
        let last = match message.last_period.as_str() {
            "" => Some(None),
            written => asked::period(&mut fields, "last_period", written).map(Some),
        };
        let count = if message.count == 0 { Some(12) } else { fields.number("count", message.count, 1..=120) };
        if let (Some(Some(Period::Interval(_))), Some(2..)) = (last, count) {
            fields.fault("last_period", "Khoảng ngày không có kỳ trước nó.", "An interval has no periods before it.");
        }
        let part = asked::part(&mut fields, indicator, message.part);
        let map_day = fields.optional_date("map_day", &message.map_day);
        let known_at = asked::known_at(&mut fields, message.known_at);
        let read = fields.finish((unit, indicator, last, count, part, map_day, known_at))?;
        let (unit, indicator, last, count, part, map_day, known_at) = read;
        Ok(Self { unit, indicator, last, count, part, map_day, known_at })
    }
}

pub(crate) async fn get_series(view: &View, command: &GetSeries) -> Result<Series, Error> {
    let earlier = asked::earlier_units(view, command.map_day).await?;
    let day = command.map_day.unwrap_or(view.today());
    let map = asked::map(view, day, earlier.as_ref());
    let unit_name = asked::unit_on(view, map, &command.unit, day)?.to_owned();
    let points =
        if earlier.is_some() { points_restated(view, command, map).await? } else { points(view, command).await? };
    let method = command.map_day.map(|map_day| Method { map_day, is_earlier: earlier.is_some() });
    Ok(Series { unit_name, points, method })
}

/// With the units in force.
async fn points(view: &View, command: &GetSeries) -> Result<Vec<Point>, Error> {
    let state = store::sums::state(view).await?;
    let mut points = Vec::new();
    for period in periods(view, command) {
        let Some(days) = asked::so_far(view, period) else {
            points.push(Point::not_begun(period));
            continue;
        };
        let (asked, map_day) = (asked_for(command, days), command.map_day.unwrap_or(days.to));
        let cells = cells_as_of(view, &state, &asked, map_day).await?;
        points.push(Point { period, days, figure: figure(&cells, command), not_placed: None });
    }
    Ok(points)
}

/// On a map of before the units in force.
async fn points_restated(view: &View, command: &GetSeries, map: Map<'_>) -> Result<Vec<Point>, Error> {
    let any_days = Days { from: view.today(), to: view.today() };
    let asked = asked_for(command, any_days);
    let restated = Restated::of(view, &asked, map, map.unplaced_beside(&command.unit)).await?;
    let point = |period| match asked::so_far(view, period) {
        None => Point::not_begun(period),
        Some(days) => Point {
            period,
            days,
            figure: figure(&restated.cells(days), command),
            not_placed: figure(&restated.not_placed(days), command),
        },
    };
    Ok(periods(view, command).into_iter().map(point).collect())
}

/// The periods, the oldest first.
fn periods(view: &View, command: &GetSeries) -> Vec<Period> {
    let last = command.last.unwrap_or_else(|| Period::containing(Scheme::Legal, Span::Month, view.today()));
    let back = |back: i32| if back == 0 { Some(last) } else { last.shifted(-back) };
    (0..command.count).rev().filter_map(back).collect()
}

fn asked_for(command: &GetSeries, days: Days) -> Asked<'_> {
    Asked {
        indicators: vec![command.indicator],
        units: from_ref(&command.unit),
        parts: command.part.is_some(),
        days,
        known_at: command.known_at,
    }
}

/// The figure of the whole, or of the part that is asked for.
fn figure(cells: &[Cell], command: &GetSeries) -> Option<Figure> {
    let whole = cells.iter().find(|cell| cell.part.is_none()).and_then(|cell| cell.figure);
    match &command.part {
        None => whole,
        // A part that is not there is 0 of a whole that is.
        Some(part) => {
            let there = cells.iter().find(|cell| cell.part.as_ref() == Some(part)).and_then(|cell| cell.figure);
            whole.map(|_| there.unwrap_or_default())
        }
    }
}

impl Point {
    fn not_begun(period: Period) -> Self {
        Self { period, days: period.days(), figure: None, not_placed: None }
    }
}
