//! How many dossiers took each step from filing to certificate.

use std::slice::from_ref;

use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::asked;
use super::figures::{Asked, cells};
use crate::View;
use crate::domain::figures::Figure;
use crate::domain::indicators::{self, Indicator};
use crate::domain::periods::Period;
use crate::error::Error;

/// The indicators that count the steps, in order.
const STEPS: [&str; 5] =
    ["dossiers_filed", "dossiers_accepted", "dossiers_proposed", "dossiers_scored", "dossiers_certified"];

pub(crate) struct GetFunnel {
    unit: UnitId,
    period: Period,
}

/// A step with how many took it.
pub(crate) struct Step {
    pub(crate) indicator: &'static Indicator,
    pub(crate) figure: Option<Figure>,
    /// For a hundred that took the first step, in hundredths of a percent.
    pub(crate) of_first_hundredths: Option<i64>,
}

impl GetFunnel {
    pub(crate) fn parse(message: pb::GetFunnelRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let period = asked::period(&mut fields, "period", &message.period);
        let (unit, period) = fields.finish((unit, period))?;
        Ok(Self { unit, period })
    }
}

pub(crate) async fn get_funnel(view: &View, command: &GetFunnel) -> Result<Vec<Step>, Error> {
    let days = asked::so_far(view, command.period);
    asked::unit(view, &command.unit, days.map_or(view.today(), |days| days.to))?;
    let steps = STEPS.into_iter().map(|code| indicators::built_in().of_code(code)).collect::<Result<Vec<_>, _>>()?;
    let mut figures = vec![None; steps.len()];
    if let Some(days) = days {
        let (indicators, units) = (steps.clone(), from_ref(&command.unit));
        let asked = Asked { indicators, units, parts: false, days, known_at: None };
        figures = cells(view, &asked).await?.iter().map(|cell| cell.figure).collect();
    }
    let first = figures.first().copied().flatten().map(|first| first.value);
    let step = |(indicator, figure): (&'static Indicator, Option<Figure>)| {
        let share = figure.zip(first).and_then(|(figure, first)| (figure.value * 10_000).checked_div(first));
        Step { indicator, figure, of_first_hundredths: share }
    };
    Ok(steps.into_iter().zip(figures).map(step).collect())
}
