//! A table of text: cells parted by commas, semicolons or tabs.

use super::{LineBuilder, MOST_COLUMNS, See, Unreadable, encoding};

/// Bytes that are looked at for what parts cells.
const LOOKED_AT_BYTES: usize = 64 * 1024;

/// Reads a table.
pub(super) fn read(file: &[u8], see: &mut See<'_>) -> Result<(), Unreadable> {
    let text = encoding::decoded(file)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut lines = Lines { text, counted_to: 0, line: 1 };
    while rows.read_record(&mut row).map_err(|_| Unreadable::NoSheet)? {
        let number = lines.of(row.position().map_or(0, csv::Position::byte));
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut line = LineBuilder::new(number)?;
        if row.len() > 100 * MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns { line: number });
        }
        for (column, cell) in row.iter().enumerate() {
            line.put(column, cell)?;
        }
        if let Some(line) = line.finish()
            && see(line)?.is_break()
        {
            return Ok(());
        }
    }
    Ok(())
}

/// The lines of a text, counted as records are met: the reader leaves empty lines out of its own count.
struct Lines<'t> {
    text: &'t str,
    counted_to: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of a record that begins at a place, or behind the empty lines there.
    fn of(&mut self, place: u64) -> u32 {
        let bytes = self.text.as_bytes();
        let mut start = usize::try_from(place).unwrap_or(bytes.len()).min(bytes.len());
        while bytes.get(start).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            start += 1;
        }
        let ends = bytes[self.counted_to..start].iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.counted_to = start;
        self.line
    }
}

/// The sign that stands in most lines, outside of quotes. Where several stand in all, it is the one that texts have less
/// often.
fn delimiter(text: &str) -> u8 {
    let mut looked_at = text.len().min(LOOKED_AT_BYTES);
    while !text.is_char_boundary(looked_at) {
        looked_at -= 1;
    }
    let lines_with = |sign: u8| {
        let (mut quoted, mut met, mut lines) = (false, false, 0_usize);
        for byte in text[..looked_at].bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => lines += usize::from(std::mem::take(&mut met)),
                byte => met |= byte == sign && !quoted,
            }
        }
        lines + usize::from(met)
    };
    // Of equals the last is taken.
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| lines_with(*sign)).unwrap_or(b',')
}
