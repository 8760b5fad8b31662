//! Commenting on a report that is not accepted yet.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::known_report;
use crate::domain::report::{Comment, Report, ReportId, Sign};
use crate::domain::report_forms;
use crate::error::Error;
use crate::{Work, events, store};

pub(crate) struct CommentReport {
    report: ReportId,
    indicator: String,
    text: String,
}

impl CommentReport {
    pub(crate) fn parse(message: pb::CommentReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let indicator = fields.optional_line("indicator_code", &message.indicator_code, 100);
        let text = fields.paragraphs("text", &message.text, 2000);
        if text.as_ref().is_some_and(String::is_empty) {
            fields.fault("text", "Không được để trống.", "It must not be empty.");
        }
        let (report, indicator, text) = fields.finish((report, indicator, text))?;
        Ok(Self { report, indicator, text })
    }
}

pub(crate) async fn comment_report(work: &Work, command: &CommentReport) -> Result<Report, Error> {
    // Whom the door lets in and who may know of the report may comment on it.
    let report = known_report(work, work.authority(), command.report).await?;
    let form = report_forms::of_code(&report.form)?;
    let of_form = form.indicators.iter().any(|indicator| indicator.code == command.indicator);
    if !command.indicator.is_empty() && !of_form {
        return Err(Error::NoSuchIndicator { code: command.indicator.clone() });
    }
    let report = report.commented(work.now())?;
    store::reports::save(work, &report).await?;
    let written = Sign { by: work.person(), at: work.now() };
    let comment = Comment { indicator: command.indicator.clone(), text: command.text.clone(), written };
    store::reports::insert_comment(work, &report, &comment).await?;
    events::reports::commented(work, &report);
    Ok(report)
}
