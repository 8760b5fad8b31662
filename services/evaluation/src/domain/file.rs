//! Files: what may be one, whose it is, and how far an upload has come.

use std::fmt;
use std::str::FromStr;

use platform::access::UnitId;
use platform::blobs::Digest;
use platform::clock::Moment;
use platform::error::Text;
use platform::ids::PersonId;

use super::dossier::ProducerId;
use crate::error::Error;

platform::id_type! {
    /// Identity of an upload.
    UploadId
}

platform::id_type! {
    /// Identity of a file.
    FileId
}

/// Most bytes of a file: hundreds of pages scanned in colour, or some minutes of film.
pub(crate) const MOST_FILE_BYTES: i64 = 256 * 1024 * 1024;

/// What one owner may keep, uploads under way counted at their declared size.
pub(crate) const MOST_OWNED_BYTES: i64 = 10 * 1024 * 1024 * 1024;

/// Most uploads that one owner has under way.
pub(crate) const MOST_OPEN_UPLOADS: usize = 100;

/// Days after which what nobody needs any more is given up: an upload to which nothing came, a file that nothing
/// refers to.
pub(crate) const GIVEN_UP_AFTER_DAYS: i64 = 7;

/// A media type that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    Pdf,
    Jpeg,
    Png,
    Tiff,
    Word,
    Excel,
    Mp4,
}

impl MediaType {
    const ALL: [Self; 7] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Tiff, Self::Word, Self::Excel, Self::Mp4];

    /// As it is written (RFC 6838).
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Mp4 => "video/mp4",
        }
    }

    /// The type of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Endings of the names of such files, the usual one first.
    pub(crate) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Tiff => &["tif", "tiff"],
            Self::Word => &["docx"],
            Self::Excel => &["xlsx"],
            Self::Mp4 => &["mp4"],
        }
    }
}

/// The beginning and the end of a content, by which its media type is told.
///
/// The name of a file and what its sender declares prove nothing. Word and Excel files are ZIP archives: what they
/// are stands in the list of their parts, which is at the end.
#[derive(Debug, Default)]
pub(crate) struct Glimpse {
    head: Vec<u8>,
    tail: Vec<u8>,
}

/// Bytes at the beginning that are looked at: a PDF's mark may stand behind something else.
const HEAD_BYTES: usize = 1024;
/// Bytes at the end that are looked at: a list of some hundred parts, and a comment as long as ZIP lets it be.
const TAIL_BYTES: usize = 128 * 1024;

impl Glimpse {
    /// Looks at the next bytes.
    pub(crate) fn see(&mut self, bytes: &[u8]) {
        let wanted = HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(&bytes[..wanted.min(bytes.len())]);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(TAIL_BYTES)..]);
        let surplus = self.tail.len().saturating_sub(TAIL_BYTES);
        self.tail.drain(..surplus);
    }

    /// True if the content begins as such a file does; told by the first bytes alone.
    pub(crate) fn begins_as(&self, media_type: MediaType) -> bool {
        let head = self.head.as_slice();
        match media_type {
            MediaType::Pdf => head.windows(5).any(|window| window == b"%PDF-"),
            MediaType::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            MediaType::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            MediaType::Tiff => head.starts_with(b"II*\0") || head.starts_with(b"MM\0*"),
            MediaType::Word | MediaType::Excel => head.starts_with(b"PK\x03\x04"),
            MediaType::Mp4 => {
                const BRANDS: [&[u8]; 8] = [b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"];
                head.get(4..8) == Some(b"ftyp") && head.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
            }
        }
    }

    /// True if the content, seen to its end, is of the type.
    pub(crate) fn is(&self, media_type: MediaType) -> bool {
        let document = match media_type {
            MediaType::Word => "word/document.xml",
            MediaType::Excel => "xl/workbook.xml",
            _ => return self.begins_as(media_type),
        };
        let parts = zip_parts(&self.tail).unwrap_or_default();
        let has = |name: &str| parts.iter().any(|part| part == name);
        // A macro is a program, whatever the name of its file says.
        let macros = parts.iter().any(|part| part.ends_with("vbaProject.bin"));
        self.begins_as(media_type) && has("[Content_Types].xml") && has(document) && !macros
    }
}

/// Names of the parts of a ZIP archive, from the list at its end (APPNOTE 4.3.12, 4.3.16); none if there is no such
/// list, or it is longer than what was looked at.
fn zip_parts(tail: &[u8]) -> Option<Vec<String>> {
    let number = |at: usize, bytes: usize| {
        let digits = tail.get(at..at + bytes)?;
        Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
    };
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (count, size) = (number(end + 10, 2)?, number(end + 12, 4)?);
    let mut at = end.checked_sub(size)?;
    let mut names = Vec::new();
    for _ in 0..count {
        if tail.get(at..at + 4) != Some(b"PK\x01\x02") {
            return None;
        }
        let [name, extra, comment] = [number(at + 28, 2)?, number(at + 30, 2)?, number(at + 32, 2)?];
        names.push(String::from_utf8_lossy(tail.get(at + 46..at + 46 + name)?).into_owned());
        at += 46 + name + extra + comment;
    }
    Some(names)
}

/// A file's name as people see it: no folder, nothing that is invisible or turns the line round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileName(String);

impl FileName {
    /// True if it ends as files of the type do.
    pub(crate) fn ends_as(&self, media_type: MediaType) -> bool {
        let ending = self.0.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| media_type.endings().contains(&ending.as_str()))
    }
}

impl FromStr for FileName {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        // Also what some systems take for a place, a drive or a stream, and what hides the true ending from the eye.
        let forbidden = |letter: char| {
            letter.is_control()
                || "/\\:*?\"<>|".contains(letter)
                || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        };
        if written.starts_with('.') || written.ends_with(['.', ' ']) || written.contains(forbidden) {
            return Err(Text::new(
                "Tên tệp không được chứa thư mục, ký tự ẩn hay các ký tự / \\ : * ? \" < > |, và không bắt đầu bằng dấu chấm.",
                "A file's name holds no folder, nothing invisible, none of / \\ : * ? \" < > |, and begins with no dot.",
            ));
        }
        Ok(Self(written.to_owned()))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whose a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The producer whose paper it is; none for a document of an authority.
    pub(crate) producer: Option<ProducerId>,
    /// The authority's unit, or the producer's commune when it was uploaded.
    pub(crate) unit: UnitId,
}

/// What a file is to be, told before its first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) name: FileName,
    pub(crate) media_type: MediaType,
    pub(crate) bytes: i64,
    pub(crate) sha256: Digest,
}

impl Declaration {
    /// Refuses what no file may be.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.bytes > MOST_FILE_BYTES {
            return Err(Error::FileTooLarge { bytes: self.bytes, most: MOST_FILE_BYTES });
        }
        if !self.name.ends_as(self.media_type) {
            return Err(Error::FileNameOfOtherType { ending: self.media_type.endings()[0] });
        }
        Ok(())
    }
}

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) id: UploadId,
    pub(crate) owner: Owner,
    pub(crate) declaration: Declaration,
    pub(crate) state: UploadState,
    pub(crate) begun_by: PersonId,
    pub(crate) begun_at: Moment,
    pub(crate) updated_at: Moment,
}

/// How far an upload has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UploadState {
    /// So many bytes are kept.
    Receiving { committed: i64 },
    /// It became a file.
    Complete { file: FileId },
    /// It was given up.
    Discarded,
}

impl Upload {
    /// Bytes that are kept whatever happens.
    pub(crate) fn committed(&self) -> i64 {
        match self.state {
            UploadState::Receiving { committed } => committed,
            UploadState::Complete { .. } => self.declaration.bytes,
            UploadState::Discarded => 0,
        }
    }

    /// True if all its bytes are there, and nothing was made of them yet.
    pub(crate) fn awaits_completion(&self) -> bool {
        matches!(self.state, UploadState::Receiving { committed } if committed == self.declaration.bytes)
    }

    /// Refuses bytes that it cannot take: `next` is the place of the first byte that did not come yet.
    pub(crate) fn must_take(&self, next: i64, offset: i64, bytes: usize) -> Result<(), Error> {
        if self.state == UploadState::Discarded {
            return Err(Error::UploadDiscarded { upload: self.id });
        }
        if offset != next {
            return Err(Error::UploadOffset { upload: self.id, committed: self.committed() });
        }
        let declared = self.declaration.bytes;
        let end = i64::try_from(bytes).ok().and_then(|bytes| offset.checked_add(bytes));
        if end.is_none_or(|end| end > declared) { Err(Error::UploadTooLong { declared }) } else { Ok(()) }
    }

    /// Some more bytes are kept.
    pub(crate) fn take(self, offset: i64, bytes: usize, now: Moment) -> Result<Self, Error> {
        self.must_take(self.committed(), offset, bytes)?;
        match self.state {
            UploadState::Receiving { committed } => {
                let committed = committed + i64::try_from(bytes).unwrap_or_default();
                Ok(Self { state: UploadState::Receiving { committed }, updated_at: now, ..self })
            }
            _ => Err(Error::UploadOffset { upload: self.id, committed: self.committed() }),
        }
    }

    /// It becomes a file. Who comes second finds the file of the first.
    pub(crate) fn complete(self, file: FileId, now: Moment) -> Result<Self, Error> {
        match self.state {
            UploadState::Complete { .. } => Ok(self),
            UploadState::Receiving { .. } if self.awaits_completion() => {
                Ok(Self { state: UploadState::Complete { file }, updated_at: now, ..self })
            }
            UploadState::Receiving { committed } => Err(Error::UploadOffset { upload: self.id, committed }),
            UploadState::Discarded => Err(Error::UploadDiscarded { upload: self.id }),
        }
    }

    /// It is given up, unless it became a file meanwhile.
    pub(crate) fn discard(self, now: Moment) -> Self {
        match self.state {
            UploadState::Receiving { .. } => Self { state: UploadState::Discarded, updated_at: now, ..self },
            _ => self,
        }
    }
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) id: FileId,
    pub(crate) owner: Owner,
    pub(crate) declaration: Declaration,
    pub(crate) uploaded_by: PersonId,
    pub(crate) uploaded_at: Moment,
}

/// What an owner has: files kept, and uploads under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) bytes: i64,
    pub(crate) open_uploads: usize,
}

impl Holding {
    /// Refuses one more upload where there is no room for it.
    pub(crate) fn must_have_room_for(self, bytes: i64) -> Result<(), Error> {
        if self.bytes + bytes > MOST_OWNED_BYTES || self.open_uploads >= MOST_OPEN_UPLOADS {
            return Err(Error::FileQuota {
                held: self.bytes,
                most: MOST_OWNED_BYTES,
                open: self.open_uploads,
                most_open: MOST_OPEN_UPLOADS,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glimpse(content: &[u8]) -> Glimpse {
        let mut glimpse = Glimpse::default();
        // However it is cut, the same is seen.
        content.chunks(7).for_each(|bytes| glimpse.see(bytes));
        glimpse
    }

    /// An archive of parts without content.
    fn zip(parts: &[&str]) -> Vec<u8> {
        let size = |text: &str| u16::try_from(text.len()).expect("short").to_le_bytes();
        let (mut bytes, mut list) = (Vec::new(), Vec::new());
        for part in parts {
            bytes.extend([&b"PK\x03\x04"[..], &[0; 22], &size(part), &[0; 2], part.as_bytes()].concat());
            list.extend([&b"PK\x01\x02"[..], &[0; 24], &size(part), &[0; 16], part.as_bytes()].concat());
        }
        let count = u16::try_from(parts.len()).expect("few").to_le_bytes();
        let list_size = u32::try_from(list.len()).expect("short").to_le_bytes();
        [bytes, list, [&b"PK\x05\x06"[..], &[0; 4], &count, &count, &list_size, &[0; 6]].concat()].concat()
    }

    #[test]
    fn a_type_is_told_by_the_content_alone() {
        let word = zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
        let excel = zip(&["xl/workbook.xml", "[Content_Types].xml"]);
        let contents: [(&[u8], Option<MediaType>); 15] = [
            (b"%PDF-1.7\n", Some(MediaType::Pdf)),
            (b"\n\n%PDF-1.4\n", Some(MediaType::Pdf)),
            (b"\xff\xd8\xff\xe0JFIF", Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0", Some(MediaType::Png)),
            (b"II*\0\x08\0\0\0", Some(MediaType::Tiff)),
            (b"MM\0*\0\0\0\x08", Some(MediaType::Tiff)),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", Some(MediaType::Mp4)),
            (&word, Some(MediaType::Word)),
            (&excel, Some(MediaType::Excel)),
            (b"\0\0\0\x18ftypheic\0\0\0\0", None),
            (b"MZ\x90\0", None),
            (b"#!/bin/sh\n", None),
            (b"<html>", None),
            (b"PK\x03\x04 and nothing else", None),
            (b"", None),
        ];
        for (content, is) in contents {
            for media_type in MediaType::ALL {
                assert_eq!(glimpse(content).is(media_type), is == Some(media_type), "{content:?} as {media_type:?}");
            }
        }
    }

    #[test]
    fn archives_that_are_no_documents_are_not_taken_for_some() {
        let archives = [
            zip(&["word/document.xml"]),
            zip(&["[Content_Types].xml", "run.exe"]),
            zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
            zip(&[]),
            b"PK\x05\x06".to_vec(),
            // A list that lies about its size, or is cut.
            [&b"PK\x03\x04"[..], b"PK\x05\x06", &[0xff; 18]].concat(),
            zip(&["[Content_Types].xml", "word/document.xml"])[40..].to_vec(),
        ];
        for archive in archives {
            let glimpse = glimpse(&archive);
            assert!(!glimpse.is(MediaType::Word) && !glimpse.is(MediaType::Excel), "{archive:?}");
        }
    }

    #[test]
    fn a_glimpse_never_grows_beyond_its_bounds() {
        let mut glimpse = Glimpse::default();
        for size in [0, 1, HEAD_BYTES, TAIL_BYTES, TAIL_BYTES + 1, 1 << 20] {
            glimpse.see(&vec![0; size]);
            assert!(glimpse.head.len() <= HEAD_BYTES && glimpse.tail.len() <= TAIL_BYTES);
        }
    }

    #[test]
    fn names_hold_no_places_and_nothing_that_hides() {
        for name in ["giấy chứng nhận.pdf", "Phiếu kiểm nghiệm (2026) 01.PDF", "a.b.c.pdf", "-rf.pdf"] {
            assert!(name.parse::<FileName>().is_ok_and(|name| name.ends_as(MediaType::Pdf)), "{name}");
        }
        for name in [
            "../../etc/passwd.pdf",
            "/etc/a.pdf",
            "..\\a.pdf",
            "C:a.pdf",
            "a.pdf:stream",
            ".pdf",
            "..",
            "a.pdf.",
            "a\0.pdf",
            "a\u{202e}fdp.exe",
            "a\u{200b}.pdf",
            "a\n.pdf",
            "a*.pdf",
        ] {
            assert!(name.parse::<FileName>().is_err(), "{name}");
        }
        let name: FileName = "a.pdf.exe".parse().expect("a name");
        assert!(MediaType::ALL.into_iter().all(|media_type| !name.ends_as(media_type)));
    }

    #[test]
    fn an_owner_keeps_so_much_and_no_more() {
        let full = Holding { bytes: MOST_OWNED_BYTES - 10, open_uploads: 0 };
        assert!(full.must_have_room_for(10).is_ok());
        assert!(full.must_have_room_for(11).is_err());
        let busy = Holding { bytes: 0, open_uploads: MOST_OPEN_UPLOADS };
        assert!(busy.must_have_room_for(1).is_err());
    }
}
