//! The files of a report.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::issue_report_file::IssuedFile;
use crate::domain::report::{Report, ReportId};
use crate::domain::report_file::{Purpose, ReportFile};
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct ListReportFiles {
    report: ReportId,
}

impl ListReportFiles {
    pub(crate) fn parse(message: pb::ListReportFilesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let (report,) = fields.finish((report,))?;
        Ok(Self { report })
    }
}

pub(crate) async fn list_report_files(view: &View, command: &ListReportFiles) -> Result<Vec<IssuedFile>, Error> {
    let no_such_report = || Error::NoSuchReport { report: command.report };
    let report = store::reports::find(view, command.report).await?.ok_or_else(no_such_report)?;
    let files = store::report_files::of_report(view, report.id).await?;
    let known: Vec<_> = files.into_iter().filter(|file| may_know(view, &report, file)).collect();
    if known.is_empty() && !policy::may_know_report(view.authority(), &report) {
        return Err(no_such_report());
    }
    let issued = |file| IssuedFile { file, figures_sha256: report.figures_sha256.clone() };
    Ok(known.into_iter().map(issued).collect())
}

/// True for a file for the public, and for every file of a report that the caller may know of.
pub(super) fn may_know(view: &View, report: &Report, file: &ReportFile) -> bool {
    file.purpose == Purpose::Publication || policy::may_know_report(view.authority(), report)
}
