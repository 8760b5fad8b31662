//! The sheets of offices: workbooks (.xlsx) and tables of text (.csv), read line by line and written line by line,
//! with a bound on everything a file could make grow. Pure of messages and of the database.

mod archive;

mod workbook;

mod xml;

mod fonts;

mod encoding;

mod csv_text;

mod writing;

mod refusals;

#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

pub use refusals::Refusal;
pub use writing::{Cell, CsvWriter, WorkbookWriter};

/// Most bytes of a file.
pub const MOST_FILE_BYTES: usize = 64 * 1024 * 1024;
/// Most columns of a sheet.
pub const MOST_COLUMNS: usize = 200;
/// Most lines of a sheet.
pub const MOST_LINES: u32 = 200_000;
/// Most bytes of a cell.
pub const MOST_CELL_BYTES: usize = 32 * 1024;

/// A line of a sheet with something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, 1 for the first, as the office sees it.
    pub number: u32,
    /// Its cells as text, NFC; days as 31/12/2026. The last is not empty.
    pub cells: Vec<String>,
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Larger than is taken.
    TooLarge,
    /// Damaged, or neither a workbook nor a table of text.
    NoSheet,
    /// Locked with a password.
    Encrypted,
    /// A workbook, but not an .xlsx.
    OtherFormat {
        /// The format, such as `.xls`.
        format: &'static str,
    },
    /// Parts that no office program writes.
    Suspicious {
        /// The part.
        part: String,
    },
    /// It unpacks to more than is taken.
    Inflates,
    /// A line has more columns than are taken.
    TooManyColumns {
        /// The line.
        line: u32,
    },
    /// More lines than are taken.
    TooManyLines,
    /// A cell holds more text than is taken.
    CellTooLong {
        /// The line; 0 if not known.
        line: u32,
    },
    /// Written with a font of the time before Unicode.
    LegacyFont {
        /// The font, or what it is encoded in.
        font: &'static str,
    },
    /// A text in an encoding that is not known.
    UnknownEncoding,
}

/// Whether reading goes on.
pub type Flow = ControlFlow<()>;

/// How much a workbook may unpack to.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// What really comes out of the parts that are read.
    inflated_bytes: u64,
    /// What the archive says of all its parts; pictures count here.
    declared_bytes: u64,
    /// The texts that cells share, which stay in memory.
    shared_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self { inflated_bytes: 1024 * MIB, declared_bytes: 4096 * MIB, shared_bytes: 128 * 1024 * 1024 }
    }
}

/// Reads a file line by line, for as long as `see` wants more. The first visible sheet of a workbook is read; macros
/// are not.
///
/// # Errors
/// When the file is no sheet that is read.
pub fn read(file: &[u8], see: &mut dyn FnMut(Line) -> Flow) -> Result<(), Unreadable> {
    read_within(&Bounds::default(), file, see)
}

fn read_within(bounds: &Bounds, file: &[u8], see: &mut dyn FnMut(Line) -> Flow) -> Result<(), Unreadable> {
    if file.len() > MOST_FILE_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let mut watch = fonts::Watch::default();
    let mut seen = |line: Line| -> Result<Flow, Unreadable> {
        watch.see(&line)?;
        Ok(see(line))
    };
    match archive::Format::of(file)? {
        archive::Format::Workbook => workbook::read(bounds, file, &mut seen),
        archive::Format::Text => csv_text::read(file, &mut seen),
    }
}

/// What is made of each line: whether to go on, or why not.
type See<'s> = dyn FnMut(Line) -> Result<Flow, Unreadable> + 's;

/// Collects the cells of a line within the bounds of a sheet.
#[derive(Debug)]
struct LineBuilder {
    line: Line,
}

impl LineBuilder {
    fn new(number: u32) -> Result<Self, Unreadable> {
        if number > MOST_LINES {
            return Err(Unreadable::TooManyLines);
        }
        Ok(Self { line: Line { number, cells: Vec::new() } })
    }

    /// Puts a text into a column, 0 for the first. Empty texts take no room.
    fn put(&mut self, column: usize, text: &str) -> Result<(), Unreadable> {
        if text.len() > MOST_CELL_BYTES {
            return Err(Unreadable::CellTooLong { line: self.line.number });
        }
        let text = crate::text::normal(text);
        if text.is_empty() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns { line: self.line.number });
        }
        if self.line.cells.len() <= column {
            self.line.cells.resize(column + 1, String::new());
        }
        self.line.cells[column] = text;
        Ok(())
    }

    /// The line, if it has something in it.
    fn finish(self) -> Option<Line> {
        if self.line.cells.is_empty() { None } else { Some(self.line) }
    }
}
