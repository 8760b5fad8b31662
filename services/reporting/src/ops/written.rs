//! Sheets as the bytes of files.

use std::io;

use platform::sheets::{Cell, CsvWriter, WorkbookWriter};

use crate::domain::report_layout::Sheet;

/// A workbook of one sheet.
pub(super) fn workbook(name: &str, sheet: &Sheet) -> io::Result<Vec<u8>> {
    let mut book = WorkbookWriter::begin_with_widths(name, &sheet.widths)?;
    for (line, cells) in (1..).zip(&sheet.lines) {
        if !cells.is_empty() {
            book.line(line, cells)?;
        }
    }
    for merged in &sheet.merged {
        book.merge(merged.lines, merged.columns);
    }
    book.finish()
}

/// A table of text.
pub(super) fn text(lines: &[Vec<Cell>]) -> io::Result<Vec<u8>> {
    let mut table = CsvWriter::begin()?;
    for line in lines {
        table.line(line)?;
    }
    table.take()
}
