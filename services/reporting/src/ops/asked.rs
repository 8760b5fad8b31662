//! What requests for figures have in common: a unit, indicators, a period, and the part, map or moment that is meant.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::error::Text;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::cells::{Dimension, Part};
use crate::domain::days::Days;
use crate::domain::indicators::{self, Indicator};
use crate::domain::periods::Period;
use crate::earlier::EarlierUnits;
use crate::error::Error;
use crate::map::Map;

/// An indicator by its code.
pub(super) fn indicator(fields: &mut Fields, path: &str, code: &str) -> Option<&'static Indicator> {
    let unknown = |_| {
        Text::new(
            format!("Không có chỉ tiêu thống kê {code}. Xem ListIndicators."),
            format!("There is no indicator {code}. See ListIndicators."),
        )
    };
    fields.value(path, indicators::built_in().of_code(code).map_err(unknown))
}

/// A period as it is written.
pub(super) fn period(fields: &mut Fields, path: &str, written: &str) -> Option<Period> {
    fields.value(path, written.parse())
}

/// A moment, or none.
pub(super) fn known_at(fields: &mut Fields, given: Option<prost_types::Timestamp>) -> Option<Option<Moment>> {
    let Some(given) = given else { return Some(None) };
    let moment = u32::try_from(given.nanos).ok().and_then(|nanos| Moment::from_timestamp(given.seconds, nanos));
    let malformed = || Text::new("Thời điểm không hợp lệ.", "It is no moment.");
    fields.value("known_at", moment.ok_or_else(malformed)).map(Some)
}

/// A part of an indicator, or none for the whole.
pub(super) fn part(
    fields: &mut Fields,
    indicator: Option<&Indicator>,
    given: Option<pb::FigurePart>,
) -> Option<Option<Part>> {
    let Some(given) = given.filter(|given| given.dimension() != pb::Dimension::Unspecified) else { return Some(None) };
    let dimension = dimension(fields, "part.dimension", indicator?, given.dimension())?;
    let key = fields.line("part.key", &given.key, 100)?;
    Some(Some(Part { dimension, key }))
}

/// A dimension that an indicator has.
pub(super) fn dimension(
    fields: &mut Fields,
    path: &str,
    indicator: &Indicator,
    given: pb::Dimension,
) -> Option<Dimension> {
    let dimensions = indicator.dimensions();
    let found = dimensions.iter().copied().find(|dimension| crate::wire::dimension(*dimension) == given);
    let has: Vec<_> = dimensions.iter().map(|dimension| dimension.name()).collect();
    let none = || {
        Text::new(
            format!("{} chỉ tách được theo: {}.", indicator.code, has.join(", ")),
            format!("{} can be split only by: {}.", indicator.code, has.join(", ")),
        )
    };
    fields.value(path, found.ok_or_else(none))
}

/// The days of a period as far as they have come; none of one that has not begun.
pub(super) fn so_far(view: &View, period: Period) -> Option<Days> {
    period.days().up_to(view.today())
}

/// The map of a day; of one before the units in force with the units of then.
pub(super) fn map<'v>(view: &'v View, day: NaiveDate, earlier: Option<&'v EarlierUnits>) -> Map<'v> {
    let in_force = view.authority().units();
    match earlier {
        None => Map::on(in_force, day),
        Some(earlier) => Map::on_earlier(in_force, view.today(), earlier),
    }
}

/// Refuses a unit that is not known, or that the caller has no role over. Returns its name on the day.
pub(super) fn unit<'v>(view: &'v View, unit: &UnitId, day: NaiveDate) -> Result<&'v str, Error> {
    unit_on(view, Map::on(view.authority().units(), day), unit, day)
}

/// The same on a map of the day.
pub(super) fn unit_on<'v>(view: &View, map: Map<'v>, unit: &UnitId, day: NaiveDate) -> Result<&'v str, Error> {
    let name = map.name(unit).ok_or_else(|| Error::NoSuchUnit { unit: unit.clone(), day })?;
    view.authority().require(&map.in_force(unit))?;
    Ok(name)
}

/// The units of the day whose map is asked for, if it lies before those in force.
pub(super) async fn earlier_units(view: &View, map_day: Option<NaiveDate>) -> Result<Option<EarlierUnits>, Error> {
    match map_day {
        Some(day) => view.service().earlier.of(view, day).await,
        None => Ok(None),
    }
}
