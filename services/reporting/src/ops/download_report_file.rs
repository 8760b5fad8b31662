//! A file as it was issued.

use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::issue_report_file::IssuedFile;
use super::list_report_files::may_know;
use crate::domain::report_file::{ReportFileId, sha256_of};
use crate::error::Error;
use crate::{View, store};

pub(crate) struct DownloadReportFile {
    file: ReportFileId,
}

/// A file with its bytes.
pub(crate) struct FileContent {
    pub(crate) issued: IssuedFile,
    pub(crate) content: Vec<u8>,
}

impl DownloadReportFile {
    pub(crate) fn parse(message: pb::DownloadReportFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("file_id", &message.file_id);
        let (file,) = fields.finish((file,))?;
        Ok(Self { file })
    }
}

pub(crate) async fn download_report_file(view: &View, command: &DownloadReportFile) -> Result<FileContent, Error> {
    let no_such_file = || Error::NoSuchReportFile { file: command.file };
    let (file, content) = store::report_files::find(view, command.file).await?.ok_or_else(no_such_file)?;
    let report = store::reports::find(view, file.report).await?.ok_or_else(no_such_file)?;
    if !may_know(view, &report, &file) {
        return Err(no_such_file());
    }
    if sha256_of(&content) != file.sha256 {
        return Err(Platform::internal("a file of a report is not what was issued").into());
    }
    Ok(FileContent { issued: IssuedFile { file, figures_sha256: report.figures_sha256 }, content })
}
