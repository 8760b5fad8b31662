//! Writing sheets, so that no more than a page of lines is in memory: a workbook is an archive whose one long part is
//! written line by line.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// The text of a heading.
    Heading(String),
    /// The text of a heading in the middle of its cell, on several lines if it is long.
    Title(String),
    /// A day.
    Day(NaiveDate),
    /// A whole number.
    Number(i64),
}

impl Cell {
    /// A text; nothing if it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A day, if there is one.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#,
    r#"<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#,
    r#"<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"#,
    "</Types>"
);

const RELATIONSHIPS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>"#,
    "</Relationships>"
);

const WORKBOOK_RELATIONSHIPS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    "</Relationships>"
);

/// Styles by number: 0 text, 1 day, 2 number, 3 heading, 4 title.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>"#,
    r#"<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">"#,
    r#"<alignment horizontal="center" vertical="center" wrapText="1"/></xf></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#,
    "</styleSheet>"
);

/// Bytes that are written and not yet taken.
#[derive(Clone, Debug, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl io::Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook of one sheet being written.
pub struct WorkbookWriter {
    archive: ZipWriter<StreamWriter<Pending>>,
    pending: Pending,
    xml: String,
    /// Cells that are one, as workbooks write them.
    merged: Vec<String>,
}

impl WorkbookWriter {
    /// Begins a workbook with a sheet of this name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(sheet: &str) -> io::Result<Self> {
        Self::begin_with_widths(sheet, &[])
    }

    /// The same with the widths of the first columns, in letters.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin_with_widths(sheet: &str, widths: &[u32]) -> io::Result<Self> {
        let pending = Pending::default();
        let mut archive = ZipWriter::new_stream(pending.clone());
        let mut book = String::from(concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
            r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name=""#
        ));
        push_escaped(&mut book, sheet);
        book.push_str(r#"" sheetId="1" r:id="rId1"/></sheets></workbook>"#);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONSHIPS),
            ("xl/workbook.xml", &book),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONSHIPS),
            ("xl/styles.xml", STYLES),
        ] {
            archive.start_file(name, options)?;
            archive.write_all(text.as_bytes())?;
        }
        archive.start_file("xl/worksheets/sheet1.xml", options)?;
        archive.write_all(
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#
            )
            .as_bytes(),
        )?;
        archive.write_all(columns(widths).as_bytes())?;
        archive.write_all(b"<sheetData>")?;
        Ok(Self { archive, pending, xml: String::new(), merged: Vec::new() })
    }

    /// Makes cells one: lines and columns from 0, both ends included. Merged cells must not overlap.
    pub fn merge(&mut self, lines: (usize, usize), columns: (usize, usize)) {
        if lines.0 < lines.1 || columns.0 < columns.1 {
            let (first, last) = (letters(columns.0), letters(columns.1));
            self.merged.push(format!("{first}{}:{last}{}", lines.0 + 1, lines.1 + 1));
        }
    }

    /// Writes a line of a number, counted from 1 and greater than that of the line before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, number: u32, cells: &[Cell]) -> io::Result<()> {
        self.xml.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.xml, r#"<row r="{number}">"#);
        for (column, cell) in cells.iter().enumerate() {
            push_cell(&mut self.xml, &format!("{}{number}", letters(column)), cell);
        }
        self.xml.push_str("</row>");
        self.archive.write_all(self.xml.as_bytes())
    }

    /// The bytes that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        self.pending.take()
    }

    /// Ends the workbook: its last bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.archive.write_all(b"</sheetData>")?;
        if !self.merged.is_empty() {
            let merged: String = self.merged.iter().map(|cells| format!(r#"<mergeCell ref="{cells}"/>"#)).collect();
            let count = self.merged.len();
            self.archive.write_all(format!(r#"<mergeCells count="{count}">{merged}</mergeCells>"#).as_bytes())?;
        }
        self.archive.write_all(b"</worksheet>")?;
        self.archive.finish()?;
        Ok(self.pending.take())
    }
}

/// How wide the first columns are.
fn columns(widths: &[u32]) -> String {
    if widths.is_empty() {
        return String::new();
    }
    let column = |(number, width): (usize, &u32)| {
        format!(r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#)
    };
    let columns: String = (1..).zip(widths).map(column).collect();
    format!("<cols>{columns}</cols>")
}

fn push_cell(xml: &mut String, place: &str, cell: &Cell) {
    // Writing to a string cannot fail.
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Text(text) | Cell::Heading(text) | Cell::Title(text) => {
            let style = match cell {
                Cell::Heading(_) => 3,
                Cell::Title(_) => 4,
                _ => 0,
            };
            let begun = write!(xml, r#"<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#);
            push_escaped(xml, text);
            xml.push_str("</t></is></c>");
            begun
        }
        Cell::Day(day) => write!(xml, r#"<c r="{place}" s="1"><v>{}</v></c>"#, serial(*day)),
        Cell::Number(number) => write!(xml, r#"<c r="{place}" s="2"><v>{number}</v></c>"#),
    };
}

/// The number of a day in a workbook.
fn serial(day: NaiveDate) -> i64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
    (day - first).num_days()
}

/// The letters of a column, `A` for 0.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[left % 26]);
        left /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Text as XML writes it, without what it cannot.
fn push_escaped(xml: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {}
            letter => xml.push(letter),
        }
    }
}

/// A table of text being written, in UTF-8 with the mark by which Excel knows it.
pub struct CsvWriter(csv::Writer<Pending>, Pending);

impl CsvWriter {
    /// Begins a table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin() -> io::Result<Self> {
        let pending = Pending::default();
        pending.clone().write_all("\u{FEFF}".as_bytes())?;
        let mut settings = csv::WriterBuilder::new();
        settings.flexible(true).terminator(csv::Terminator::CRLF);
        Ok(Self(settings.from_writer(pending.clone()), pending))
    }

    /// Writes a line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, cells: &[Cell]) -> io::Result<()> {
        let cells = cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Heading(text) | Cell::Title(text) => harmless(text),
            Cell::Day(day) => crate::text::day(*day),
            Cell::Number(number) => number.to_string(),
        });
        self.0.write_record(cells).map_err(io::Error::other)
    }

    /// The bytes that are ready.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take(&mut self) -> io::Result<Vec<u8>> {
        self.0.flush()?;
        Ok(self.1.take())
    }
}

/// A text that no program takes for a formula.
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}
