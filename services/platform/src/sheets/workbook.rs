//! The first visible sheet of an .xlsx, line by line.
//!
//! The few parts that a sheet consists of are read here, and not by a library for workbooks: those make room for as
//! many shared texts as a file claims to have, and add up a cell's text without end.

use std::io::Read;

use super::archive::Parts;
use super::xml::{Events, Told, attribute};
use super::{Bounds, LineBuilder, MOST_CELL_BYTES, See, Unreadable};

mod merges;
mod values;

use merges::Merges;
use values::{Dates, shown};

/// Most bytes of a text that is collected: letters that are removed as white space count.
const MOST_COLLECTED_BYTES: usize = 4 * MOST_CELL_BYTES;

/// Reads the first visible sheet.
pub(super) fn read(bounds: &Bounds, file: &[u8], see: &mut See<'_>) -> Result<(), Unreadable> {
    let mut parts = Parts::open(bounds, file)?;
    let book = relationships(&mut parts, "_rels/.rels")?.into_iter().find(|known| known.is("officeDocument"));
    let book = book.map_or_else(|| "xl/workbook.xml".to_owned(), |book| resolved("", &book.target));
    let Contents { sheet, since_1904 } = contents(&mut parts, &book)?;
    let folder = book.rsplit_once('/').map_or("", |(folder, _)| folder);
    let file_name = book.rsplit('/').next().unwrap_or_default();
    let known = relationships(&mut parts, &format!("{folder}/_rels/{file_name}.rels"))?;
    let target = |wanted: &dyn Fn(&Relationship) -> bool| {
        known.iter().find(|known| wanted(known)).map(|known| resolved(folder, &known.target))
    };
    let sheet = target(&|known| known.id == sheet).ok_or(Unreadable::NoSheet)?;
    let shared = match target(&|known| known.is("sharedStrings")) {
        Some(path) => shared(bounds, &mut parts, &path)?,
        None => Shared::default(),
    };
    let dates = match target(&|known| known.is("styles")) {
        Some(path) => styles(&mut parts, &path, since_1904)?,
        None => Dates::default(),
    };
    let merges = merged(&mut parts, &sheet)?;
    let part = parts.part(&sheet)?.ok_or(Unreadable::NoSheet)?;
    Sheet { events: Events::of("worksheet", part), shared, dates, merges }.read(see)
}

/// That a part goes with another.
struct Relationship {
    id: String,
    kind: String,
    target: String,
}

impl Relationship {
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

fn relationships(parts: &mut Parts<'_>, path: &str) -> Result<Vec<Relationship>, Unreadable> {
    let mut found = Vec::new();
    let Some(part) = parts.part(path)? else { return Ok(found) };
    let mut events = Events::of("relationships", part);
    loop {
        match events.next()? {
            Told::Start(start) if start.local_name().as_ref() == b"Relationship" => {
                let of = |name| attribute(&start, name).unwrap_or_default();
                found.push(Relationship { id: of("Id"), kind: of("Type"), target: of("Target") });
            }
            Told::Eof => return Ok(found),
            _ => {}
        }
        if found.len() > 10_000 {
            return Err(Unreadable::Suspicious { part: "relationships".to_owned() });
        }
    }
}

/// The path a target means, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// What a workbook says of itself.
struct Contents {
    /// Identity of the relationship of the first visible sheet.
    sheet: String,
    since_1904: bool,
}

fn contents(parts: &mut Parts<'_>, path: &str) -> Result<Contents, Unreadable> {
    let part = parts.part(path)?.ok_or(Unreadable::NoSheet)?;
    let mut events = Events::of("workbook", part);
    let (mut sheet, mut since_1904) = (None, false);
    loop {
        match events.next()? {
            Told::Start(start) if start.local_name().as_ref() == b"workbookPr" => {
                since_1904 = attribute(&start, "date1904").is_some_and(|value| value == "1" || value == "true");
            }
            Told::Start(start) if start.local_name().as_ref() == b"sheet" && sheet.is_none() => {
                let visible = attribute(&start, "state").is_none_or(|state| state == "visible");
                sheet = visible.then(|| attribute(&start, "id")).flatten();
            }
            Told::Eof => break,
            _ => {}
        }
    }
    Ok(Contents { sheet: sheet.ok_or(Unreadable::NoSheet)?, since_1904 })
}

/// Texts that cells share, one behind the other.
#[derive(Default)]
struct Shared {
    texts: String,
    ends: Vec<u32>,
}

impl Shared {
    fn push(&mut self, text: &str) -> Result<(), Unreadable> {
        self.texts.push_str(text);
        self.ends.push(u32::try_from(self.texts.len()).map_err(|_| Unreadable::Inflates)?);
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.texts.len() + self.ends.len() * size_of::<u32>()
    }

    fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)? as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.texts.get(start..end)
    }
}

fn shared(bounds: &Bounds, parts: &mut Parts<'_>, path: &str) -> Result<Shared, Unreadable> {
    let mut shared = Shared::default();
    let Some(part) = parts.part(path)? else { return Ok(shared) };
    let mut events = Events::of("sharedStrings", part);
    loop {
        match events.next()? {
            Told::Start(start) if start.local_name().as_ref() == b"si" => {
                let text = rich_text(&mut events, b"si")?;
                shared.push(&text)?;
                if shared.bytes() > bounds.shared_bytes {
                    return Err(Unreadable::Inflates);
                }
            }
            Told::Eof => return Ok(shared),
            _ => {}
        }
    }
}

/// The text up to the end of an element: all its runs, without what tells how to pronounce them.
fn rich_text<R: Read>(events: &mut Events<R>, closing: &[u8]) -> Result<String, Unreadable> {
    let (mut text, mut in_text, mut in_phonetic) = (String::new(), false, false);
    loop {
        match events.next()? {
            Told::Start(start) => match start.local_name().as_ref() {
                b"t" => in_text = true,
                b"rPh" => in_phonetic = true,
                _ => {}
            },
            Told::End(name) => match name.as_slice() {
                b"t" => in_text = false,
                b"rPh" => in_phonetic = false,
                name if name == closing => return Ok(text),
                _ => {}
            },
            Told::Text(piece) if in_text && !in_phonetic => collect(&mut text, &piece)?,
            Told::Text(_) | Told::Other => {}
            Told::Eof => return Err(Unreadable::NoSheet),
        }
    }
}

fn collect(text: &mut String, piece: &str) -> Result<(), Unreadable> {
    text.push_str(piece);
    if text.len() > MOST_COLLECTED_BYTES { Err(Unreadable::CellTooLong { line: 0 }) } else { Ok(()) }
}

fn styles(parts: &mut Parts<'_>, path: &str, since_1904: bool) -> Result<Dates, Unreadable> {
    let mut dates = Dates::counted_from(since_1904);
    let Some(part) = parts.part(path)? else { return Ok(dates) };
    let mut events = Events::of("styles", part);
    let mut of_cells = false;
    loop {
        match events.next()? {
            Told::Start(start) => match start.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(&start, "numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(&start, "formatCode");
                    if let (Some(id), Some(code)) = (id, code) {
                        dates.format(id, &code);
                    }
                }
                b"cellXfs" => of_cells = true,
                b"xf" if of_cells => {
                    dates.style(attribute(&start, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0));
                }
                _ => {}
            },
            Told::End(name) if name == b"cellXfs" => of_cells = false,
            Told::Eof => return Ok(dates),
            _ => {}
        }
        if dates.is_too_many() {
            return Err(Unreadable::Suspicious { part: "styles".to_owned() });
        }
    }
}

/// The merged cells of a sheet: they stand behind its lines.
fn merged(parts: &mut Parts<'_>, path: &str) -> Result<Merges, Unreadable> {
    let mut merges = Merges::default();
    let Some(part) = parts.part(path)? else { return Ok(merges) };
    let mut events = Events::of("worksheet", part);
    let mut line = 0;
    loop {
        match events.next().map_err(|error| at(error, line))? {
            Told::Start(start) if start.local_name().as_ref() == b"row" => {
                line = attribute(&start, "r").and_then(|number| number.parse().ok()).unwrap_or(line + 1);
            }
            Told::Start(start) if start.local_name().as_ref() == b"mergeCell" => {
                if let Some(region) = attribute(&start, "ref") {
                    merges.add(&region)?;
                }
            }
            Told::Eof => return Ok(merges.in_order()),
            _ => {}
        }
    }
}

/// A sheet being read.
struct Sheet<R: Read> {
    events: Events<R>,
    shared: Shared,
    dates: Dates,
    merges: Merges,
}

impl<R: Read> Sheet<R> {
    fn read(mut self, see: &mut See<'_>) -> Result<(), Unreadable> {
        let mut last = 0;
        loop {
            match self.events.next()? {
                Told::Start(start) if start.local_name().as_ref() == b"row" => {
                    let number = match attribute(&start, "r") {
                        Some(number) => number.parse().map_err(|_| Unreadable::NoSheet)?,
                        None => last + 1,
                    };
                    if number <= last {
                        return Err(Unreadable::NoSheet);
                    }
                    last = number;
                    let Some(mut line) = self.line(number)? else { continue };
                    self.merges.fill(&mut line)?;
                    if see(line)?.is_break() {
                        return Ok(());
                    }
                }
                Told::End(name) if name == b"sheetData" => return Ok(()),
                Told::Eof => return Err(Unreadable::NoSheet),
                _ => {}
            }
        }
    }

    fn line(&mut self, number: u32) -> Result<Option<super::Line>, Unreadable> {
        // A line far below may be formatted and empty: it is too far only with something in it.
        let mut line: Option<LineBuilder> = None;
        let mut next = 0;
        loop {
            match self.events.next()? {
                Told::Start(start) if start.local_name().as_ref() == b"c" => {
                    let column = match attribute(&start, "r") {
                        Some(place) => values::column(&place).ok_or(Unreadable::NoSheet)?,
                        None => next,
                    };
                    next = column + 1;
                    let (kind, style) = (attribute(&start, "t"), attribute(&start, "s"));
                    let text = self.cell(kind.as_deref(), style.as_deref(), number)?;
                    if text.trim().is_empty() {
                        continue;
                    }
                    if line.is_none() {
                        line = Some(LineBuilder::new(number)?);
                    }
                    if let Some(line) = &mut line {
                        line.put(column, &text)?;
                    }
                }
                Told::End(name) if name == b"row" => return Ok(line.and_then(LineBuilder::finish)),
                Told::Eof => return Err(Unreadable::NoSheet),
                _ => {}
            }
        }
    }

    /// The text of a cell up to its end.
    fn cell(&mut self, kind: Option<&str>, style: Option<&str>, line: u32) -> Result<String, Unreadable> {
        let (mut value, mut in_value) = (String::new(), false);
        loop {
            match self.events.next().map_err(|error| at(error, line))? {
                Told::Start(start) => match start.local_name().as_ref() {
                    b"v" => in_value = true,
                    b"is" => value = rich_text(&mut self.events, b"is").map_err(|error| at(error, line))?,
                    _ => {}
                },
                Told::Text(piece) if in_value => collect(&mut value, &piece).map_err(|error| at(error, line))?,
                Told::End(name) if name == b"v" => in_value = false,
                Told::End(name) if name == b"c" => break,
                Told::Eof => return Err(Unreadable::NoSheet),
                _ => {}
            }
        }
        Ok(match kind {
            Some("s") => {
                let text = value.trim().parse().ok().and_then(|place| self.shared.get(place));
                text.unwrap_or_default().to_owned()
            }
            Some("str" | "inlineStr") => value,
            Some("b") => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            // An error of a formula says nothing.
            Some("e") => String::new(),
            Some("d") => values::iso_day(&value).unwrap_or(value),
            _ => shown(&value, self.dates.is_date(style)),
        })
    }
}

fn at(error: Unreadable, line: u32) -> Unreadable {
    if let Unreadable::CellTooLong { line: 0 } = error { Unreadable::CellTooLong { line } } else { error }
}
