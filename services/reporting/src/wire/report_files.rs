//! Files of reports on the wire.

use platform::fields::Fields;
use platform::wire::timestamp;
use proto::reporting::v1 as pb;

use crate::domain::report_file::{Format, Purpose};
use crate::ops::{FileContent, IssuedFile};

pub(crate) fn file(issued: &IssuedFile) -> pb::ReportFile {
    let IssuedFile { file, figures_sha256 } = issued;
    let purpose = match file.purpose {
        Purpose::Submission => pb::ReportFilePurpose::Submission,
        Purpose::Publication => pb::ReportFilePurpose::Publication,
    };
    let format = match file.format {
        Format::Xlsx => pb::ReportFileFormat::Xlsx,
        Format::Csv => pb::ReportFileFormat::Csv,
    };
    pb::ReportFile {
        file_id: file.id.to_string(),
        report_id: file.report.to_string(),
        purpose: purpose.into(),
        format: format.into(),
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        figures_sha256: figures_sha256.clone(),
        size_bytes: file.size,
        suppressed_count: file.suppressed,
        issued_at: Some(timestamp(file.issued.at)),
        issued_by: file.issued.by.to_string(),
    }
}

pub(crate) fn content(found: FileContent) -> pb::DownloadReportFileResponse {
    pb::DownloadReportFileResponse { file: Some(file(&found.issued)), content: found.content }
}

/// Reads what a file is to be for.
pub(crate) fn read_purpose(fields: &mut Fields, given: i32) -> Option<Purpose> {
    match fields.choice("purpose", given)? {
        pb::ReportFilePurpose::Submission => Some(Purpose::Submission),
        pb::ReportFilePurpose::Publication => Some(Purpose::Publication),
        pb::ReportFilePurpose::Unspecified => None,
    }
}

/// Reads the format a file is to have.
pub(crate) fn read_format(fields: &mut Fields, given: i32) -> Option<Format> {
    match fields.choice("format", given)? {
        pb::ReportFileFormat::Xlsx => Some(Format::Xlsx),
        pb::ReportFileFormat::Csv => Some(Format::Csv),
        pb::ReportFileFormat::Unspecified => None,
    }
}
