//! Preparing an amendment of an accepted report.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::known_report;
use super::prepare_report::ToBeReported;
use super::preparing::prepare_content;
use crate::View;
use crate::domain::report::ReportId;
use crate::error::Error;
use crate::policy;

pub(crate) struct AmendReport {
    report: ReportId,
    reason: String,
}

impl AmendReport {
    pub(crate) fn parse(message: pb::AmendReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let reason = fields.line("reason", &message.reason, 500);
        let (report, reason) = fields.finish((report, reason))?;
        Ok(Self { report, reason })
    }
}

/// What an amendment is made from. That a report is amended once, the number of the amendment sees to.
pub(crate) async fn amend_report(view: &View, command: &AmendReport) -> Result<ToBeReported, Error> {
    let report = known_report(view, &view.whole_authority(), command.report).await?;
    let level = policy::level_of(view.authority(), &report);
    policy::may_prepare_report(view.authority(), level, &report.unit)?;
    report.must_be_accepted("AmendReport")?;
    // What there is to report is told by the amendment's figures: there is something, or it would not be amended.
    let about = super::preparing::About { nothing_to_report: false, ..super::get_report::about(&report) };
    let content = prepare_content(view, &about).await?;
    Ok(ToBeReported {
        about,
        level,
        province: report.province.clone(),
        reason: command.reason.clone(),
        amended: Some(report.id),
        number: report.number + 1,
        content,
    })
}
