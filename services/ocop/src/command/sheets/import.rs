//! Importing a file: uploaded, checked and applied batch by batch, with its report beside it.
//!
//! Ends with 0 if every record was applied, with 2 if rows were refused or kept, with 1 if it failed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use platform::lifecycle::ProcessError;
use proto::registry::v1 as pb;
use proto::registry::v1::import_service_client::ImportServiceClient;
use proto::registry::v1::upload_import_request::Content;
use tonic::Code;
use tonic::transport::Channel;

use super::{Language, Line, Peer, bar, new_request_id, said};

/// Bytes that are sent at once.
const SENT_AT_ONCE: usize = 256 * 1024;
/// Rows of a batch.
const BATCH: i32 = 100;
/// How often a batch is asked for again while the server does not answer, and how long is waited.
const ASKED_AGAIN: u32 = 10;
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What the rows of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Producers.
    Producers,
    /// Products of registered producers.
    Products,
    /// Leaders of registered producers.
    Leaders,
    /// Officials of recorded management bodies.
    Officials,
    /// Recognitions under earlier rules.
    OldCertificates,
    /// Units as they are to become: one change of units.
    Units,
}

impl From<Kind> for pb::SheetKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Producers => Self::Producers,
            Kind::Products => Self::Products,
            Kind::Leaders => Self::Leaders,
            Kind::Officials => Self::Officials,
            Kind::OldCertificates => Self::OldCertificates,
            Kind::Units => Self::Units,
        }
    }
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file: .xlsx, or .csv.
    #[arg(required_unless_present = "resume")]
    file: Option<PathBuf>,
    /// What its rows are.
    #[arg(long, value_enum, required_unless_present = "resume")]
    kind: Option<Kind>,
    /// Unit whose records these are, such as `2025:11`.
    #[arg(long, required_unless_present = "resume")]
    unit: Option<String>,
    /// Goes on with an import (UUID) that was cut, or takes one back.
    #[arg(long, conflicts_with = "file")]
    resume: Option<String>,
    /// A column that stands for a field, such as `C=tax_code`, over what is suggested; may be given more than once.
    #[arg(long = "column")]
    columns: Vec<String>,
    /// A value for rows that give none, such as `kind=HTX`; may be given more than once.
    #[arg(long = "value")]
    values: Vec<String>,
    /// What is done when some rows are refused.
    #[arg(long, value_enum, default_value_t = Mode::Check)]
    mode: Mode,
    /// Where the report is written; beside the file if left out.
    #[arg(long)]
    report: Option<PathBuf>,
    #[command(flatten)]
    peer: Peer,
}

/// What is done with the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// They are checked, without effect.
    Check,
    /// All are applied, or none.
    AllOrNothing,
    /// The good rows are applied.
    GoodRowsOnly,
    /// What was applied is taken back.
    Undo,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, ProcessError> {
    let line = arguments.peer.connect().await?;
    let mut office = Office { client: ImportServiceClient::new(line.channel.clone()), line };
    let import = match (&arguments.resume, &arguments.file, arguments.kind, &arguments.unit) {
        (None, Some(file), Some(kind), Some(unit)) => office.upload(file, kind, unit).await?,
        (Some(id), ..) => office.get(id).await?,
        _ => return Err("name a file with --kind and --unit, or an import with --resume".into()),
    };
    println!("import {}", import.id);
    let ended = office.bring_on(import, &arguments).await?;
    let report = arguments.report.unwrap_or_else(|| beside(arguments.file.as_deref(), &ended));
    office.write_report(&ended, &report).await?;
    let counts = ended.counts.unwrap_or_default();
    println!("{}: {}", ended.state().as_str_name(), told(&counts, office.line.language));
    println!("{}", report.display());
    let is_whole = counts.refused == 0 && counts.kept == 0;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn told(counts: &pb::ImportCounts, language: Language) -> String {
    let pb::ImportCounts { rows, good, skipped, refused, applied, undone, kept, .. } = counts;
    match language {
        Language::Vi => format!(
            "{rows} dòng: {good} đúng chưa nhập, {applied} đã nhập, {skipped} bỏ qua, {refused} từ chối, {undone} đã hoàn tác, {kept} giữ lại"
        ),
        Language::En => format!(
            "{rows} rows: {good} good, {applied} applied, {skipped} skipped, {refused} refused, {undone} undone, {kept} kept"
        ),
    }
}

/// `list.report.xlsx` beside `list.xlsx`.
fn beside(file: Option<&Path>, import: &pb::Import) -> PathBuf {
    let name = file.map_or_else(|| PathBuf::from(&import.id), Path::to_path_buf);
    name.with_extension("report.xlsx")
}

/// Somebody's imports.
struct Office {
    client: ImportServiceClient<Channel>,
    line: Line,
}

impl Office {
    async fn upload(&mut self, file: &Path, kind: Kind, unit: &str) -> Result<pb::Import, ProcessError> {
        let content = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let header = pb::ImportHeader { file_name, kind: pb::SheetKind::from(kind).into(), unit_id: unit.to_owned() };
        let progress = bar(content.len() as u64, "upload");
        let sent = progress.clone();
        let parts: Vec<Vec<u8>> = content.chunks(SENT_AT_ONCE).map(<[u8]>::to_vec).collect();
        let data = parts.into_iter().map(move |part| {
            sent.inc(part.len() as u64);
            Content::Data(part)
        });
        let contents = std::iter::once(Content::Header(header)).chain(data);
        let messages = contents.map(|content| pb::UploadImportRequest { content: Some(content) });
        let request = self.line.ask(tokio_stream::iter(messages));
        let answer = self.client.upload_import(request).await.map_err(said)?.into_inner();
        progress.finish_and_clear();
        given(answer.import)
    }

    async fn get(&mut self, id: &str) -> Result<pb::Import, ProcessError> {
        let request = self.line.ask(pb::GetImportRequest { import_id: id.to_owned() });
        given(self.client.get_import(request).await.map_err(said)?.into_inner().import)
    }

    /// Brings an import from where it stands to where it is wanted.
    async fn bring_on(&mut self, import: pb::Import, arguments: &Arguments) -> Result<pb::Import, ProcessError> {
        let mut import = self.advance(import).await?;
        if import.state() == pb::ImportState::Uploaded {
            let mapping = mapping(&import, &arguments.columns, &arguments.values)?;
            let request = self.line.ask(pb::CheckImportRequest {
                request_id: new_request_id(),
                import_id: import.id.clone(),
                etag: import.etag.clone(),
                mapping: Some(mapping),
            });
            let begun = given(self.client.check_import(request).await.map_err(said)?.into_inner().import)?;
            import = self.advance(begun).await?;
        }
        let mode = match arguments.mode {
            Mode::Check => return Ok(import),
            Mode::Undo => return self.undo(import).await,
            Mode::AllOrNothing => pb::ImportMode::AllOrNothing,
            Mode::GoodRowsOnly => pb::ImportMode::GoodRowsOnly,
        };
        let refused = import.counts.unwrap_or_default().refused;
        let would_be_refused = mode == pb::ImportMode::AllOrNothing && refused > 0;
        if import.state() != pb::ImportState::Checked || would_be_refused {
            return Ok(import);
        }
        let request = self.line.ask(pb::ApplyImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            etag: import.etag.clone(),
            mode: mode.into(),
        });
        let begun = given(self.client.apply_import(request).await.map_err(said)?.into_inner().import)?;
        self.advance(begun).await
    }

    async fn undo(&mut self, import: pb::Import) -> Result<pb::Import, ProcessError> {
        let request = self.line.ask(pb::UndoImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            etag: import.etag.clone(),
        });
        let begun = given(self.client.undo_import(request).await.map_err(said)?.into_inner().import)?;
        self.advance(begun).await
    }

    /// Asks for one batch after the other until the import is at rest.
    async fn advance(&mut self, mut import: pb::Import) -> Result<pb::Import, ProcessError> {
        while let Some((what, left)) = under_way(&import) {
            let counts = import.counts.unwrap_or_default();
            let progress = bar(u64::from(counts.rows.unsigned_abs()), what);
            progress.set_position(u64::from((counts.rows - left).unsigned_abs()));
            let state = import.state();
            while import.state() == state {
                import = self.next_batch(&import.id).await?;
                let left = under_way(&import).map_or(0, |(_, left)| left);
                progress.set_position(u64::from((counts.rows - left).unsigned_abs()));
            }
            progress.finish_and_clear();
        }
        Ok(import)
    }

    /// One batch. While the server does not answer it is asked for again as the same request, which is done once.
    async fn next_batch(&mut self, id: &str) -> Result<pb::Import, ProcessError> {
        let batch =
            pb::AdvanceImportRequest { request_id: new_request_id(), import_id: id.to_owned(), batch_size: BATCH };
        let mut asked = 0;
        loop {
            let request = self.line.ask(batch.clone());
            match self.client.advance_import(request).await {
                Ok(answer) => return given(answer.into_inner().import),
                Err(status) if status.code() == Code::Unavailable && asked < ASKED_AGAIN => {
                    asked += 1;
                    tokio::time::sleep(ASKED_AGAIN_AFTER).await;
                }
                Err(status) => return Err(said(status)),
            }
        }
    }

    async fn write_report(&mut self, import: &pb::Import, file: &Path) -> Result<(), ProcessError> {
        let request = self.line.ask(pb::DownloadImportReportRequest { import_id: import.id.clone() });
        let mut parts = self.client.download_import_report(request).await.map_err(said)?.into_inner();
        let mut written = std::fs::File::create(file).map_err(|error| format!("{}: {error}", file.display()))?;
        while let Some(part) = parts.message().await.map_err(said)? {
            std::io::Write::write_all(&mut written, &part.data)?;
        }
        Ok(())
    }
}

/// What is under way with an import, and how many rows are left of it; none at rest.
fn under_way(import: &pb::Import) -> Option<(&'static str, i32)> {
    let counts = import.counts.unwrap_or_default();
    match import.state() {
        pb::ImportState::Checking => Some(("check", counts.pending)),
        pb::ImportState::Applying => Some(("apply", counts.good)),
        pb::ImportState::Undoing => Some(("undo", counts.applied)),
        _ => None,
    }
}

fn given(import: Option<pb::Import>) -> Result<pb::Import, ProcessError> {
    import.ok_or_else(|| "the answer has no import".into())
}

/// What is suggested, with what was said on the command line over it.
fn mapping(import: &pb::Import, columns: &[String], values: &[String]) -> Result<pb::ImportMapping, ProcessError> {
    let mut mapping = import.mapping.clone().unwrap_or_default();
    for written in columns {
        let (letters, field) = written.split_once('=').ok_or("a column is written C=field")?;
        let number = column_number(letters).ok_or("a column is written C=field")?;
        mapping.columns.retain(|column| column.number != number && column.field != field);
        mapping.columns.push(pb::MappedColumn { number, field: field.to_owned() });
    }
    for written in values {
        let (field, value) = written.split_once('=').ok_or("a value is written field=value")?;
        mapping.values.push(pb::MappedValue { field: field.to_owned(), value: value.to_owned() });
    }
    Ok(mapping)
}

/// 1 for A.
fn column_number(letters: &str) -> Option<i32> {
    let is_letters =
        !letters.is_empty() && letters.len() <= 3 && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_letters.then(|| {
        letters.bytes().fold(0, |number, letter| number * 26 + i32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_their_letters() {
        assert_eq!(
            [column_number("A"), column_number("ab"), column_number("7"), column_number("")],
            [Some(1), Some(28), None, None]
        );
    }

    #[test]
    fn what_is_said_stands_over_what_is_suggested() {
        let suggested = pb::ImportMapping {
            columns: vec![pb::MappedColumn { number: 1, field: "name".to_owned() }],
            values: Vec::new(),
        };
        let import = pb::Import { mapping: Some(suggested), ..pb::Import::default() };
        let mapping = mapping(&import, &["B=name".to_owned()], &["kind=HTX".to_owned()]).expect("sound");
        assert_eq!(mapping.columns, [pb::MappedColumn { number: 2, field: "name".to_owned() }]);
        assert_eq!(mapping.values[0].value, "HTX");
    }
}
