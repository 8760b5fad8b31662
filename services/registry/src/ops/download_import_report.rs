//! The sheet of an import as a workbook, with what each line has come to. Who reads it is recorded.

use platform::clock::civil_date;
use platform::fields::Fields;
use platform::operation::Recorded;
use platform::rpc::Answers;
use proto::registry::v1 as pb;

use super::get_import::own_of_view;
use crate::View;
use crate::domain::import::{Import, ImportId, ImportRow, RowState, Verdict};
use crate::error::Error;
use crate::store;
use platform::sheets::{Cell, WorkbookWriter};

/// Lines that are read at once.
const LINES_AT_ONCE: u64 = 500;

pub(crate) struct DownloadImportReport {
    import: ImportId,
}

impl DownloadImportReport {
    pub(crate) fn parse(message: pb::DownloadImportReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let (import,) = fields.finish((import,))?;
        Ok(Self { import })
    }
}

pub(crate) async fn download_import_report(
    view: &View,
    command: &DownloadImportReport,
) -> Result<Recorded<Import>, Error> {
    let import = own_of_view(view, command.import).await?;
    if let Some(at) = import.rows_emptied_at {
        return Err(Error::ImportRowsEmptied { import: import.id, day: civil_date(at) });
    }
    let subjects = vec![import.id.into()];
    Ok(Recorded { value: import, noun: "import", subjects, purpose: None })
}

/// Sends the workbook page by page.
pub(crate) async fn send_import_report(
    view: View,
    import: Import,
    answers: Answers<pb::DownloadImportReportResponse>,
) -> Result<(), platform::error::Error> {
    let fault = |error: std::io::Error| platform::error::Error::internal(error);
    let columns = import.columns.iter().map(|column| column.number).max().unwrap_or(0);
    let columns = usize::try_from(columns).unwrap_or(0);
    let mut book = WorkbookWriter::begin("Kết quả nhập").map_err(fault)?;
    let mut number = 0;
    loop {
        let rows = store::import_rows::after(&view, import.id, None, number, LINES_AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        number = last.number;
        for row in &rows {
            let line = u32::try_from(row.number).unwrap_or_default();
            book.line(line, &cells(&import, row, columns)).map_err(fault)?;
        }
        answers.send(pb::DownloadImportReportResponse { data: book.take() }).await?;
    }
    let data = book.finish().map_err(fault)?;
    answers.send(pb::DownloadImportReportResponse { data }).await
}

/// The cells of a line, with those that tell what it has come to behind the columns of the table.
fn cells(import: &Import, row: &ImportRow, columns: usize) -> Vec<Cell> {
    let is_header = row.number == import.header_to;
    let text = |text: &String| if is_header { Cell::Heading(text.clone()) } else { Cell::text(text.clone()) };
    let mut cells: Vec<_> = row.cells.iter().map(text).collect();
    if row.state == RowState::Heading && !is_header {
        return cells;
    }
    cells.resize(columns.max(cells.len()), Cell::Empty);
    if is_header {
        let titles = ["Kết quả", "Giải thích", "Result", "Explanation", "Mã (UUID)"];
        cells.extend(titles.map(|title| Cell::Heading(title.to_owned())));
        return cells;
    }
    let (vi, en) = told(row.state);
    let all = |language: fn(&Verdict) -> &str| {
        row.verdicts.iter().map(|verdict| language(verdict).to_owned()).collect::<Vec<_>>().join(" ")
    };
    cells.extend([
        Cell::text(vi),
        Cell::text(all(|verdict| &verdict.vi)),
        Cell::text(en),
        Cell::text(all(|verdict| &verdict.en)),
        Cell::text(row.made.map(|made| made.id.to_string()).unwrap_or_default()),
    ]);
    cells
}

/// What a state is called, in Vietnamese and English.
fn told(state: RowState) -> (&'static str, &'static str) {
    match state {
        RowState::Heading => ("", ""),
        RowState::Pending => ("Chưa kiểm tra", "Not checked"),
        RowState::Good => ("Đúng, chưa nhập", "Good, not applied"),
        RowState::Skipped => ("Bỏ qua", "Skipped"),
        RowState::Refused => ("Từ chối", "Refused"),
        RowState::Applied => ("Đã nhập", "Applied"),
        RowState::Undone => ("Đã hoàn tác", "Undone"),
        RowState::Kept => ("Giữ lại", "Kept"),
    }
}
