//! Which of the units below have reported about periods, and how late.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::preparing::units_below;
use crate::domain::matrix::{Standing, standing};
use crate::domain::periods::Period;
use crate::domain::report::{Report, ReportId};
use crate::domain::report_forms::{self, Level, due_on};
use crate::error::Error;
use crate::{View, store};

/// Most periods at once.
const MOST_PERIODS: usize = 12;

pub(crate) struct GetReportMatrix {
    form: String,
    unit: UnitId,
    periods: Vec<Period>,
}

/// How the reports of a period stand.
pub(crate) struct MatrixPeriod {
    pub(crate) period: Period,
    pub(crate) due_on: NaiveDate,
    pub(crate) cells: Vec<MatrixCell>,
}

/// How the report of a unit about a period stands.
pub(crate) struct MatrixCell {
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) standing: Standing,
    pub(crate) late_days: i64,
    /// The newest report or amendment, with its number.
    pub(crate) newest: Option<(ReportId, i32)>,
    pub(crate) accepted: bool,
}

impl GetReportMatrix {
    pub(crate) fn parse(message: pb::GetReportMatrixRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let form = fields.line("form_code", &message.form_code, 100);
        let unit = fields.unit("unit_id", &message.unit_id);
        let periods = fields.list("periods", message.periods, 1..=MOST_PERIODS).unwrap_or_default();
        let periods =
            fields.each("periods", &periods, |fields, at, written| fields.value(at, written.parse::<Period>()));
        let (form, unit, periods) = fields.finish((form, unit, periods))?;
        Ok(Self { form, unit, periods })
    }
}

pub(crate) async fn get_report_matrix(view: &View, command: &GetReportMatrix) -> Result<Vec<MatrixPeriod>, Error> {
    let form = report_forms::of_code(&command.form)?;
    view.authority().require(&command.unit)?;
    let mut matrix = Vec::new();
    for period in &command.periods {
        form.must_take(*period)?;
        matrix.push(period_of(view, command, *period).await?);
    }
    Ok(matrix)
}

async fn period_of(view: &View, command: &GetReportMatrix, period: Period) -> Result<MatrixPeriod, Error> {
    let level = if command.unit.is_country() { Level::Province } else { Level::Commune };
    let due_on = due_on(level, period);
    let below = units_below(view, &command.unit, period);
    let reports = store::reports::of_units(view, &command.form, period, &below).await?;
    let cells = below.into_iter().map(|unit| {
        let own = reports.get(&unit).map_or(&[][..], Vec::as_slice);
        cell(view, unit, own, due_on, period)
    });
    Ok(MatrixPeriod { period, due_on, cells: cells.collect() })
}

fn cell(view: &View, unit: UnitId, reports: &[Report], due_on: NaiveDate, period: Period) -> MatrixCell {
    let name = view.authority().units().nearest(&unit, period.days().to).map(|unit| unit.name.clone());
    let (standing, late_days) = standing(reports, due_on, view.today());
    MatrixCell {
        unit_name: name.unwrap_or_default(),
        standing,
        late_days,
        newest: reports.last().map(|report| (report.id, report.number)),
        accepted: reports.iter().any(|report| report.state.accepted().is_some()),
        unit,
    }
}
