//! An indicator over several periods.

use std::slice::from_ref;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells_on_map};
use crate::View;
use crate::domain::cells::Part;
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::{Period, Scheme, Span};
use crate::error::Error;

pub(crate) struct GetSeries {
    unit: UnitId,
    indicator: &'static Indicator,
    /// None for the month of the law that today lies in.
    last: Option<Period>,
    count: i32,
    part: Option<Part>,
    map_day: Option<NaiveDate>,
    known_at: Option<Moment>,
}

/// A figure of a period; None of one that has not begun, or that there is no figure of.
pub(crate) struct Point {
    pub(crate) period: Period,
    pub(crate) days: Days,
    pub(crate) figure: Option<Figure>,
}

pub(crate) struct Series {
    pub(crate) points: Vec<Point>,
    /// Day whose map all figures are on, if one was asked for.
    pub(crate) map_day: Option<NaiveDate>,
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
    asked::unit(view, &command.unit, command.map_day.unwrap_or(view.today()))?;
    let last = command.last.unwrap_or_else(|| Period::containing(Scheme::Legal, Span::Month, view.today()));
    let mut points = Vec::new();
    for back in (0..command.count).rev() {
        let period = if back == 0 { Some(last) } else { last.shifted(-back) };
        let Some(period) = period else { continue };
        points.push(point(view, command, period).await?);
    }
    Ok(Series { points, map_day: command.map_day })
}

async fn point(view: &View, command: &GetSeries, period: Period) -> Result<Point, Error> {
    let Some(days) = asked::so_far(view, period) else {
        return Ok(Point { period, days: period.days(), figure: None });
    };
    let asked = Asked {
        indicators: vec![command.indicator],
        units: from_ref(&command.unit),
        parts: command.part.is_some(),
        days,
        known_at: command.known_at,
    };
    let cells = cells_on_map(view, &asked, command.map_day.unwrap_or(days.to)).await?;
    let whole = cells.iter().find(|cell| cell.part.is_none()).and_then(|cell| cell.figure);
    let figure = match &command.part {
        None => whole,
        // A part that is not there is 0 of a whole that is.
        Some(part) => {
            let there = cells.iter().find(|cell| cell.part.as_ref() == Some(part)).and_then(|cell| cell.figure);
            whole.map(|_| there.unwrap_or_default())
        }
    };
    Ok(Point { period, days, figure })
}
