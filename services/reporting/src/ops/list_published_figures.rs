//! Published figures beside those of the record.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::{Asked, cells};
use crate::View;
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators;
use crate::domain::published::{PublishedFigure, known};
use crate::error::Error;

pub(crate) struct ListPublishedFigures {
    unit: Option<UnitId>,
    indicator: String,
}

/// A published figure, and that of the record for the same time; none where there is nothing to compare with.
pub(crate) struct Published {
    pub(crate) figure: &'static PublishedFigure,
    pub(crate) recorded: Option<Option<Figure>>,
}

impl ListPublishedFigures {
    pub(crate) fn parse(message: pb::ListPublishedFiguresRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let indicator = fields.optional_line("indicator_code", &message.indicator_code, 100);
        let (unit, indicator) = fields.finish((unit, indicator))?;
        Ok(Self { unit, indicator })
    }
}

pub(crate) async fn list_published_figures(
    view: &View,
    command: &ListPublishedFigures,
) -> Result<Vec<Published>, Error> {
    let wanted = |figure: &&PublishedFigure| {
        command.unit.as_ref().is_none_or(|unit| figure.unit == *unit)
            && (command.indicator.is_empty() || figure.indicator == command.indicator)
    };
    let mut published = Vec::new();
    for figure in known().iter().filter(wanted) {
        published.push(Published { figure, recorded: of_record(view, figure).await? });
    }
    Ok(published)
}

/// The figure of the record on the last day of the time; none for parts, for a time that is not over, and for units that
/// the caller does not reach.
async fn of_record(view: &View, figure: &PublishedFigure) -> Result<Option<Option<Figure>>, Error> {
    let last_day = figure.last_day();
    if figure.part.is_some() || last_day >= view.today() || !view.authority().reaches(&figure.unit) {
        return Ok(None);
    }
    let indicators = indicators::built_in();
    let asked = Asked {
        indicators: vec![indicators.of_code(&figure.indicator)?],
        units: std::slice::from_ref(&figure.unit),
        parts: false,
        days: Days { from: indicators.programme_began, to: last_day },
        known_at: None,
    };
    let cells = cells(view, &asked).await?;
    Ok(cells.iter().find(|cell| cell.part.is_none()).map(|cell| cell.figure))
}
