//! A workbook as the archive it is: what it is by its first bytes, and its parts, unpacked within bounds.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use zip::ZipArchive;

use super::{Bounds, Unreadable};

/// Most parts; a workbook of an office has dozens.
const MOST_PARTS: usize = 10_000;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Workbook,
    Text,
}

impl Format {
    /// Tells by the first bytes; a name decides nothing.
    pub(super) fn of(file: &[u8]) -> Result<Self, Unreadable> {
        if file.starts_with(b"PK\x03\x04") {
            return Ok(Self::Workbook);
        }
        // The container of Microsoft Office before 2007, and of encrypted workbooks since.
        if file.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            let names = |name: &str| {
                let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
                file.windows(name.len()).any(|bytes| bytes == name)
            };
            if names("EncryptedPackage") {
                return Err(Unreadable::Encrypted);
            }
            return Err(Unreadable::OtherFormat { format: ".xls" });
        }
        if file.starts_with(b"%PDF") || file.starts_with(b"\x89PNG") || file.starts_with(b"{\\rtf") {
            return Err(Unreadable::NoSheet);
        }
        Ok(Self::Text)
    }
}

/// The parts of a workbook.
pub(super) struct Parts<'f> {
    archive: ZipArchive<Cursor<&'f [u8]>>,
    /// Bytes that may still be unpacked.
    room: Rc<Cell<u64>>,
}

impl<'f> Parts<'f> {
    /// Opens a workbook, refusing what no office program writes.
    pub(super) fn open(bounds: &Bounds, file: &'f [u8]) -> Result<Self, Unreadable> {
        let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| Unreadable::NoSheet)?;
        if archive.len() > MOST_PARTS {
            return Err(Unreadable::Suspicious { part: format!("{} parts", archive.len()) });
        }
        let mut declared: u64 = 0;
        let mut names = std::collections::HashSet::new();
        let mut format = None;
        for place in 0..archive.len() {
            let part = archive.by_index_raw(place).map_err(|_| Unreadable::NoSheet)?;
            let name = part.name().map_err(|_| Unreadable::NoSheet)?.to_string();
            if part.encrypted() {
                return Err(Unreadable::Encrypted);
            }
            if leads_astray(&name) || !names.insert(name.to_lowercase()) {
                return Err(Unreadable::Suspicious { part: shown(&name) });
            }
            declared = declared.saturating_add(part.size());
            format = format.or(match name.as_str() {
                "xl/workbook.bin" => Some(".xlsb"),
                "content.xml" => Some(".ods"),
                "word/document.xml" => Some(".docx"),
                _ => None,
            });
        }
        if let Some(format) = format {
            return Err(Unreadable::OtherFormat { format });
        }
        if declared > bounds.declared_bytes {
            return Err(Unreadable::Inflates);
        }
        Ok(Self { archive, room: Rc::new(Cell::new(bounds.inflated_bytes)) })
    }

    /// A part, unpacked as it is read; none if there is none of the name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<impl Read>, Unreadable> {
        let Some(own) = self.named(name) else { return Ok(None) };
        let part = self.archive.by_name(&own).map_err(|_| Unreadable::NoSheet)?;
        Ok(Some(Counted { part, room: Rc::clone(&self.room) }))
    }

    /// The name of a part as it is written: some programs disagree about capitals.
    fn named(&self, name: &str) -> Option<String> {
        let names = self.archive.file_names().filter_map(Result::ok);
        names.map(|own| own.to_string()).find(|own| own.eq_ignore_ascii_case(name))
    }
}

/// True for names that would leave the folder they are unpacked to. Nothing here unpacks to a folder; but no office
/// program writes them either.
fn leads_astray(name: &str) -> bool {
    let out = name.split(['/', '\\']).any(|step| step == "..");
    out || name.starts_with(['/', '\\']) || name.contains('\0') || name.as_bytes().get(1) == Some(&b':')
}

fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(100).collect()
}

/// Why a part stops in the middle of what is unpacked.
#[derive(Debug)]
pub(super) struct RoomIsUp;

impl std::fmt::Display for RoomIsUp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("it unpacks to more than is taken")
    }
}

impl std::error::Error for RoomIsUp {}

/// Counts what really comes out: what an archive says of sizes is not believed.
struct Counted<R> {
    part: R,
    room: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(buffer)?;
        let left = self.room.get().checked_sub(read as u64).ok_or_else(|| io::Error::other(RoomIsUp))?;
        self.room.set(left);
        Ok(read)
    }
}
