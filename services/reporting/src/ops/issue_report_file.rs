//! Making a file of an accepted report, and keeping it.

use std::collections::HashMap;

use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::known_report;
use super::written::{text, workbook};
use crate::domain::indicators::built_in;
use crate::domain::report::{Report, ReportId, Sign};
use crate::domain::report_file::{Format, Purpose, ReportFile, name_of, sha256_of, suppressed};
use crate::domain::report_forms;
use crate::domain::report_layout::Shown;
use crate::error::Error;
use crate::{Work, events, store, wire};

pub(crate) struct IssueReportFile {
    report: ReportId,
    purpose: Purpose,
    format: Format,
}

/// A file, with the hash of the figures it shows.
pub(crate) struct IssuedFile {
    pub(crate) file: ReportFile,
    pub(crate) figures_sha256: String,
}

impl IssueReportFile {
    pub(crate) fn parse(message: pb::IssueReportFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let report = fields.id("report_id", &message.report_id);
        let purpose = wire::report_files::read_purpose(&mut fields, message.purpose);
        let format = wire::report_files::read_format(&mut fields, message.format);
        let (report, purpose, format) = fields.finish((report, purpose, format))?;
        Ok(Self { report, purpose, format })
    }
}

pub(crate) async fn issue_report_file(work: &Work, command: &IssueReportFile) -> Result<IssuedFile, Error> {
    let report = known_report(work, work.authority(), command.report).await?;
    report.must_be_accepted("IssueReportFile")?;
    let issued = store::report_files::of_report(work, report.id).await?;
    let is_wanted = |file: &ReportFile| file.purpose == command.purpose && file.format == command.format;
    if let Some(file) = issued.into_iter().find(is_wanted) {
        return Ok(IssuedFile { file, figures_sha256: report.figures_sha256 });
    }
    let (content, suppressed) = made(work, &report, command).await?;
    let file = ReportFile {
        id: work.new_id(),
        report: report.id,
        purpose: command.purpose,
        format: command.format,
        name: name_of(&report, command.purpose, command.format),
        sha256: sha256_of(&content),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        suppressed: i32::try_from(suppressed).unwrap_or(i32::MAX),
        issued: Sign { by: work.person(), at: work.now() },
    };
    store::report_files::insert(work, &file, &content).await?;
    events::reports::file_issued(work, &file);
    Ok(IssuedFile { file, figures_sha256: report.figures_sha256 })
}

/// The bytes of a file, and how many figures are not in it.
async fn made(work: &Work, report: &Report, command: &IssueReportFile) -> Result<(Vec<u8>, usize), Error> {
    let cells = store::reports::prepared(work, report).await?.figures.cells;
    let hidden = suppressed(&report.unit, &cells, built_in(), command.purpose);
    let units = work.authority().units();
    let name = |unit: &UnitId| match units.nearest(unit, report.period.days().to) {
        Some(known) => known.name.clone(),
        None => "Việt Nam".to_owned(),
    };
    let names: HashMap<_, _> = cells.iter().map(|cell| (cell.unit.clone(), name(&cell.unit))).collect();
    let shown = Shown {
        report,
        form: report_forms::of_code(&report.form)?,
        cells: &cells,
        hidden: &hidden,
        purpose: command.purpose,
        names: &names,
    };
    let content = match command.format {
        Format::Xlsx => workbook("Báo cáo", &shown.workbook()),
        Format::Csv => text(&shown.text()),
    };
    let content = content.map_err(Platform::internal)?;
    Ok((content, hidden.iter().filter(|hidden| **hidden).count()))
}
