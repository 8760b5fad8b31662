//! Merged cells: what stands in the first of them stands in all.

use super::super::{Line, MOST_COLUMNS, Unreadable};
use super::values;

/// Most regions of a sheet.
const MOST_REGIONS: usize = 200_000;

/// A region, lines counted from 1 and columns from 0, ends included.
#[derive(Clone, Debug)]
struct Region {
    first_line: u32,
    last_line: u32,
    first_column: usize,
    last_column: usize,
}

/// The regions of a sheet, and those that the line being read lies in.
#[derive(Debug, Default)]
pub(super) struct Merges {
    /// Those to come, the next one last.
    ahead: Vec<Region>,
    open: Vec<(Region, String)>,
}

impl Merges {
    /// Adds a region such as `A1:C2`.
    pub(super) fn add(&mut self, written: &str) -> Result<(), Unreadable> {
        let Some((first, last)) = written.split_once(':') else { return Ok(()) };
        let place = |place| values::line(place).zip(values::column(place));
        let (Some((first_line, first_column)), Some((last_line, last_column))) = (place(first), place(last)) else {
            return Err(Unreadable::NoSheet);
        };
        self.ahead.push(Region { first_line, last_line, first_column, last_column: last_column.min(MOST_COLUMNS - 1) });
        if self.ahead.len() > MOST_REGIONS { Err(suspicious()) } else { Ok(()) }
    }

    pub(super) fn in_order(mut self) -> Self {
        self.ahead.sort_by_key(|region| std::cmp::Reverse(region.first_line));
        self
    }

    /// Fills the merged cells of the next line.
    pub(super) fn fill(&mut self, line: &mut Line) -> Result<(), Unreadable> {
        self.open.retain(|(region, _)| region.last_line >= line.number);
        while let Some(region) = self.ahead.pop_if(|region| region.first_line <= line.number) {
            let text = line.cells.get(region.first_column).filter(|text| !text.is_empty());
            if let (true, Some(text)) = (region.first_line == line.number, text) {
                self.open.push((region, text.clone()));
            }
        }
        // Regions do not overlap: a line lies in no more of them than it has columns.
        if self.open.len() > MOST_COLUMNS {
            return Err(suspicious());
        }
        for (region, text) in &self.open {
            if line.cells.len() <= region.last_column {
                line.cells.resize(region.last_column + 1, String::new());
            }
            for cell in &mut line.cells[region.first_column.min(region.last_column)..=region.last_column] {
                if cell.is_empty() {
                    cell.clone_from(text);
                }
            }
        }
        Ok(())
    }
}

fn suspicious() -> Unreadable {
    Unreadable::Suspicious { part: "mergeCells".to_owned() }
}
