//! Accepting an approved report at the level above; from then on it is locked.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::known_report;
use crate::domain::report::{Report, ReportId, Sign};
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct AcceptReport {
    report: ReportId,
    version: i64,
}

impl AcceptReport {
    pub(crate) fn parse(message: pb::AcceptReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let version = fields.etag("etag", &message.etag);
        let (report, version) = fields.finish((report, version))?;
        Ok(Self { report, version })
    }
}

pub(crate) async fn accept_report(work: &Work, command: &AcceptReport) -> Result<Report, Error> {
    let report = known_report(work, &work.whole_authority(), command.report).await?;
    policy::may_accept_report(work.authority(), &report)?;
    report.must_be_at(command.version)?;
    let report = report.accept(Sign { by: work.person(), at: work.now() })?;
    store::reports::save(work, &report).await?;
    events::reports::accepted(work, &report);
    Ok(report)
}
