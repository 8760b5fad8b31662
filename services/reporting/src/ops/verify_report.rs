//! Making the figures of a report again, as known at its moment and as known now.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::{about, known_report};
use super::preparing::{figures_of, units_below};
use crate::domain::report::{ReportId, changes};
use crate::domain::report_figures::Change;
use crate::domain::report_forms;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct VerifyReport {
    report: ReportId,
}

/// What comes out.
pub(crate) struct Verified {
    /// What is kept has the hash it was kept with.
    pub(crate) intact: bool,
    pub(crate) as_known_then: Vec<Change>,
    pub(crate) since: Vec<Change>,
}

impl VerifyReport {
    pub(crate) fn parse(message: pb::VerifyReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let (report,) = fields.finish((report,))?;
        Ok(Self { report })
    }
}

pub(crate) async fn verify_report(view: &View, command: &VerifyReport) -> Result<Verified, Error> {
    let report = known_report(view, view.authority(), command.report).await?;
    let figures = store::reports::prepared(view, &report).await?.figures;
    let form = report_forms::of_code(&report.form)?;
    let about = about(&report);
    let below = units_below(view, &report.unit, report.period);
    let then = figures_of(view, form, &about, &below, Some(report.known_at)).await?;
    let now = figures_of(view, form, &about, &below, None).await?;
    Ok(Verified {
        intact: figures.sha256() == report.figures_sha256,
        as_known_then: changes(&figures.cells, &then),
        since: changes(&figures.cells, &now),
    })
}
