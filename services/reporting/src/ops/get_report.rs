//! A report with its figures, findings and comments.

use platform::access::{Authority, UnitTable};
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::preparing::About;
use crate::domain::report::{Comment, Prepared, Report, ReportId, changes};
use crate::domain::report_figures::Change;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct GetReport {
    report: ReportId,
}

/// A report and all that is kept of it.
pub(crate) struct KnownReport {
    pub(crate) report: NamedReport,
    pub(crate) content: Prepared,
    pub(crate) comments: Vec<Comment>,
    /// What an amendment changes of the report it amends.
    pub(crate) changes: Vec<Change>,
}

/// A report, and what its unit was called on the last day of the period.
pub(crate) struct NamedReport {
    pub(crate) report: Report,
    pub(crate) unit_name: String,
}

impl GetReport {
    pub(crate) fn parse(message: pb::GetReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let (report,) = fields.finish((report,))?;
        Ok(Self { report })
    }
}

pub(crate) async fn get_report(view: &View, command: &GetReport) -> Result<KnownReport, Error> {
    let report = known_report(view, view.authority(), command.report).await?;
    let content = store::reports::prepared(view, &report).await?;
    let comments = store::reports::comments(view, report.id).await?;
    let before = match report.amends {
        Some(amended) => store::reports::find(view, amended).await?,
        None => None,
    };
    let changes = match before {
        Some(before) => changes(&store::reports::prepared(view, &before).await?.figures.cells, &content.figures.cells),
        None => Vec::new(),
    };
    Ok(KnownReport { report: named_in(view.authority().units(), report), content, comments, changes })
}

/// A report that the caller may know of.
pub(super) async fn known_report(
    db: &impl store::Connection,
    authority: &Authority,
    id: ReportId,
) -> Result<Report, Error> {
    let found = store::reports::find(db, id).await?;
    found.filter(|report| policy::may_know_report(authority, report)).ok_or(Error::NoSuchReport { report: id })
}

/// A report with the name of its unit.
pub(crate) fn named_in(units: &UnitTable, report: Report) -> NamedReport {
    let unit = units.nearest(&report.unit, report.period.days().to);
    let unit_name = unit.map_or_else(|| "Việt Nam".to_owned(), |unit| unit.name.clone());
    NamedReport { report, unit_name }
}

/// What a report is about.
pub(super) fn about(report: &Report) -> About {
    About {
        form: report.form.clone(),
        unit: report.unit.clone(),
        period: report.period,
        nothing_to_report: report.nothing_to_report,
    }
}
