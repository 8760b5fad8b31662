//! Preparing a report anew that is not approved yet, or was given back.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::{about, known_report};
use super::preparing::prepare_content;
use crate::domain::report::{Prepared, Report, ReportId, Sign};
use crate::error::Error;
use crate::{View, Work, events, policy, store};

pub(crate) struct RefreshReport {
    report: ReportId,
    version: i64,
}

/// A report with what it is made from anew.
pub(crate) struct Refreshed {
    report: ReportId,
    version: i64,
    content: Prepared,
}

impl RefreshReport {
    pub(crate) fn parse(message: pb::RefreshReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let version = fields.etag("etag", &message.etag);
        let (report, version) = fields.finish((report, version))?;
        Ok(Self { report, version })
    }
}

pub(crate) async fn refresh_report(view: &View, command: &RefreshReport) -> Result<Refreshed, Error> {
    let report = known_report(view, &view.whole_authority(), command.report).await?;
    let level = policy::level_of(view.authority(), &report);
    policy::may_prepare_report(view.authority(), level, &report.unit)?;
    report.must_be_open("RefreshReport")?;
    let content = prepare_content(view, &about(&report)).await?;
    Ok(Refreshed { report: report.id, version: command.version, content })
}

/// Keeps a report that was prepared anew.
pub(crate) async fn keep_refreshed(work: &Work, refreshed: &Refreshed) -> Result<Report, Error> {
    let report = known_report(work, &work.whole_authority(), refreshed.report).await?;
    report.must_be_at(refreshed.version)?;
    let report = report.refresh(&refreshed.content, Sign { by: work.person(), at: work.now() })?;
    store::reports::save(work, &report).await?;
    store::reports::replace_content(work, &report, &refreshed.content).await?;
    events::reports::prepared(work, &report);
    Ok(report)
}
