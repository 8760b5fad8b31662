//! The parts of a workbook as events, each of bounded size.
//!
//! The library collects an event before it gives it, however long it is. So what it reads is looked through first: a
//! stretch without the beginning of a tag may be so long and no longer; and where a tag could hide others (comments,
//! declarations of entities, quoted brackets) the part is refused, for no office program writes that.

use std::io::{self, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Unreadable;
use super::archive::RoomIsUp;

/// Longest stretch from the beginning of one tag to the next: a cell whose letters are all written as entities.
const LONGEST_STRETCH: usize = 512 * 1024;

/// Events of a part.
pub(super) struct Events<R: Read> {
    reader: Reader<BufReader<Guarded<R>>>,
    buffer: Vec<u8>,
    part: &'static str,
}

/// An event, as far as sheets need to tell them apart.
pub(super) enum Told<'e> {
    Start(BytesStart<'e>),
    End(Vec<u8>),
    Text(String),
    Other,
    Eof,
}

impl<R: Read> Events<R> {
    pub(super) fn of(part: &'static str, bytes: R) -> Self {
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 * 1024, Guarded::new(bytes)));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), part }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Told<'_>, Unreadable> {
        self.buffer.clear();
        let part = self.part;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| fault(part, &error))?;
        let malformed = |_| Unreadable::NoSheet;
        Ok(match event {
            Event::Start(start) => Told::Start(start),
            Event::End(end) => Told::End(end.local_name().as_ref().to_vec()),
            Event::Text(text) => Told::Text(text.xml10_content().map_err(malformed)?.into_owned()),
            Event::GeneralRef(reference) => Told::Text(resolved(&reference).ok_or(Unreadable::NoSheet)?),
            Event::DocType(_) | Event::CData(_) => return Err(Unreadable::Suspicious { part: part.to_owned() }),
            Event::Eof => Told::Eof,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Told::Other,
        })
    }
}

/// What a reference stands for: a character, or one of the five that XML knows by itself.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(letter) = reference.resolve_char_ref().ok()? {
        return Some(letter.to_string());
    }
    let name = reference.decode().ok()?;
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
}

/// The value of an attribute.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut known = attributes.with_checks(false).filter_map(Result::ok);
    let value = known.find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    let text = std::str::from_utf8(&value.value).ok()?;
    Some(quick_xml::escape::unescape(text).ok()?.into_owned())
}

fn fault(part: &'static str, error: &quick_xml::Error) -> Unreadable {
    let quick_xml::Error::Io(error) = error else { return Unreadable::NoSheet };
    let inner = error.get_ref();
    if inner.and_then(|inner| inner.downcast_ref::<RoomIsUp>()).is_some() {
        Unreadable::Inflates
    } else {
        match inner.and_then(|inner| inner.downcast_ref::<Unsafe>()) {
            Some(Unsafe::HidesTags) => Unreadable::Suspicious { part: part.to_owned() },
            Some(Unsafe::EndlessText) => Unreadable::CellTooLong { line: 0 },
            None => Unreadable::NoSheet,
        }
    }
}

/// Why a part is not read on.
#[derive(Clone, Copy, Debug)]
enum Unsafe {
    HidesTags,
    EndlessText,
}

impl std::fmt::Display for Unsafe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("it is not written as office programs write")
    }
}

impl std::error::Error for Unsafe {}

/// Where in the text the look-out is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Text,
    /// Right behind `<`; whether it is the first of the part.
    Opening {
        first: bool,
    },
    Tag,
    /// In an attribute, which ends with this quote.
    Quoted(u8),
}

/// Lets bytes through that the library may collect.
struct Guarded<R> {
    bytes: R,
    place: Place,
    first: bool,
    stretch: usize,
}

impl<R> Guarded<R> {
    fn new(bytes: R) -> Self {
        Self { bytes, place: Place::Text, first: true, stretch: 0 }
    }

    fn look_at(&mut self, byte: u8) -> Result<(), Unsafe> {
        self.stretch += 1;
        if self.stretch > LONGEST_STRETCH {
            return Err(Unsafe::EndlessText);
        }
        self.place = match (self.place, byte) {
            // The declaration of XML stands first, and nothing else begins so; what begins with `!` may hide tags; and
            // in a tag there is no other.
            (Place::Opening { first: false }, b'?')
            | (Place::Opening { .. }, b'!')
            | (Place::Opening { .. } | Place::Tag | Place::Quoted(_), b'<') => return Err(Unsafe::HidesTags),
            (Place::Text, b'<') => {
                self.stretch = 0;
                Place::Opening { first: std::mem::take(&mut self.first) }
            }
            (Place::Text, _) | (Place::Opening { .. } | Place::Tag, b'>') => Place::Text,
            (Place::Opening { .. } | Place::Tag, quote @ (b'"' | b'\'')) => Place::Quoted(quote),
            (Place::Quoted(quote), byte) if byte != quote => Place::Quoted(quote),
            (Place::Opening { .. } | Place::Tag | Place::Quoted(_), _) => Place::Tag,
        };
        Ok(())
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        for byte in &buffer[..read] {
            self.look_at(*byte).map_err(io::Error::other)?;
        }
        Ok(read)
    }
}
