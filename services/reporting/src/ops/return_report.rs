//! Giving a report back to be prepared anew.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::known_report;
use crate::domain::report::{Report, ReportId, ReportState};
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct ReturnReport {
    report: ReportId,
    version: i64,
    reason: String,
}

impl ReturnReport {
    pub(crate) fn parse(message: pb::ReturnReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (report, version, reason) = fields.finish((report, version, reason))?;
        Ok(Self { report, version, reason })
    }
}

pub(crate) async fn return_report(work: &Work, command: &ReturnReport) -> Result<Report, Error> {
    let report = known_report(work, &work.whole_authority(), command.report).await?;
    match report.state {
        ReportState::Approved(_) => policy::may_accept_report(work.authority(), &report)?,
        _ => policy::may_approve_report(work.authority(), &report)?,
    }
    report.must_be_at(command.version)?;
    let report = report.give_back(command.reason.clone(), work.now())?;
    store::reports::save(work, &report).await?;
    events::reports::returned(work, &report);
    Ok(report)
}
