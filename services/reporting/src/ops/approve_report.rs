//! Approving a prepared report for its unit.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::known_report;
use crate::domain::report::{Report, ReportId, Sign};
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct ApproveReport {
    report: ReportId,
    version: i64,
}

impl ApproveReport {
    pub(crate) fn parse(message: pb::ApproveReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let version = fields.etag("etag", &message.etag);
        let (report, version) = fields.finish((report, version))?;
        Ok(Self { report, version })
    }
}

pub(crate) async fn approve_report(work: &Work, command: &ApproveReport) -> Result<Report, Error> {
    let report = known_report(work, &work.whole_authority(), command.report).await?;
    policy::may_approve_report(work.authority(), &report)?;
    report.must_be_at(command.version)?;
    let report = report.approve(Sign { by: work.person(), at: work.now() })?;
    store::reports::save(work, &report).await?;
    events::reports::approved(work, &report);
    Ok(report)
}
