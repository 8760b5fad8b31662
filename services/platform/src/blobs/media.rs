//! What a content is, told by its bytes.

/// A media type that can be told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// A document of pages.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A picture as pages on the web have it.
    WebP,
    /// A scan.
    Tiff,
    /// A document of Word, without macros.
    Word,
    /// A workbook of Excel, without macros.
    Excel,
    /// A film.
    Mp4,
}

impl MediaType {
    const ALL: [Self; 8] =
        [Self::Pdf, Self::Jpeg, Self::Png, Self::WebP, Self::Tiff, Self::Word, Self::Excel, Self::Mp4];

    /// As it is written (RFC 6838).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Mp4 => "video/mp4",
        }
    }

    /// The type of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Endings of the names of such files, the usual one first.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::WebP => &["webp"],
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
pub struct Glimpse {
    head: Vec<u8>,
    tail: Vec<u8>,
}

/// Bytes at the beginning that are looked at: a PDF's mark may stand behind something else.
const HEAD_BYTES: usize = 1024;
/// Bytes at the end that are looked at: a list of some hundred parts, and a comment as long as ZIP lets it be.
const TAIL_BYTES: usize = 128 * 1024;

impl Glimpse {
    /// Looks at the next bytes.
    pub fn see(&mut self, bytes: &[u8]) {
        let wanted = HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(&bytes[..wanted.min(bytes.len())]);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(TAIL_BYTES)..]);
        let surplus = self.tail.len().saturating_sub(TAIL_BYTES);
        self.tail.drain(..surplus);
    }

    /// True if the content begins as such a file does; told by the first bytes alone.
    #[must_use]
    pub fn begins_as(&self, media_type: MediaType) -> bool {
        let head = self.head.as_slice();
        match media_type {
            MediaType::Pdf => head.windows(5).any(|window| window == b"%PDF-"),
            MediaType::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            MediaType::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            MediaType::WebP => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
            MediaType::Tiff => head.starts_with(b"II*\0") || head.starts_with(b"MM\0*"),
            MediaType::Word | MediaType::Excel => head.starts_with(b"PK\x03\x04"),
            MediaType::Mp4 => {
                const BRANDS: [&[u8]; 8] = [b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"];
                head.get(4..8) == Some(b"ftyp") && head.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
            }
        }
    }

    /// True if the content, seen to its end, is of the type.
    #[must_use]
    pub fn is(&self, media_type: MediaType) -> bool {
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

    /// True if the content, seen to its end, is of the type and no other program would take it for something else:
    /// not a picture that is also an archive, a document or a page of the web, and no PDF that begins as another thing.
    #[must_use]
    pub fn is_only(&self, media_type: MediaType) -> bool {
        /// What readers of documents and pages look for near the beginning, in lower case.
        const MARKS: [&[u8]; 6] = [b"%pdf-", b"<html", b"<script", b"<svg", b"<!doctype", b"<?php"];
        if !self.is(media_type) || ends_as_zip(&self.tail) {
            return false;
        }
        let head = self.head.to_ascii_lowercase();
        match media_type {
            MediaType::Pdf => head.starts_with(MARKS[0]),
            _ => !MARKS.iter().any(|mark| head.windows(mark.len()).any(|window| window == *mark)),
        }
    }
}

/// The signature that the list of a ZIP archive ends with.
const ZIP_END: &[u8] = b"PK\x05\x06";

/// True if a ZIP archive ends where the content does: programs look for the list there, whatever the content begins as.
fn ends_as_zip(tail: &[u8]) -> bool {
    let comment_reaches_the_end = |at: &usize| {
        let [low, high] = [tail.get(at + 20), tail.get(at + 21)].map(|byte| usize::from(*byte.unwrap_or(&0)));
        at + 22 + (low | high << 8) == tail.len()
    };
    let mut found = tail.windows(ZIP_END.len()).enumerate().filter(|(_, window)| *window == ZIP_END).map(|(at, _)| at);
    found.any(|at| comment_reaches_the_end(&at))
}

/// Names of the parts of a ZIP archive, from the list at its end (APPNOTE 4.3.12, 4.3.16); none if there is no such
/// list, or it is longer than what was looked at.
fn zip_parts(tail: &[u8]) -> Option<Vec<String>> {
    let number = |at: usize, bytes: usize| {
        let digits = tail.get(at..at + bytes)?;
        Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
    };
    let end = tail.windows(4).rposition(|window| window == ZIP_END)?;
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
        let contents: [(&[u8], Option<MediaType>); 17] = [
            (b"%PDF-1.7\n", Some(MediaType::Pdf)),
            (b"\n\n%PDF-1.4\n", Some(MediaType::Pdf)),
            (b"\xff\xd8\xff\xe0JFIF", Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0", Some(MediaType::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(MediaType::WebP)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
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
    fn what_is_two_things_at_once_is_not_only_one_of_them() {
        let jpeg = b"\xff\xd8\xff\xe0JFIF and so on\xff\xd9";
        assert!(glimpse(jpeg).is_only(MediaType::Jpeg));
        // The signature alone, in the midst of a picture, makes no archive.
        assert!(glimpse(&[&jpeg[..], ZIP_END, &[0; 40]].concat()).is_only(MediaType::Jpeg));
        assert!(glimpse(b"%PDF-1.7\n%%EOF").is_only(MediaType::Pdf));
        let two: [(Vec<u8>, MediaType); 5] = [
            ([&jpeg[..], &zip(&["run.exe"])].concat(), MediaType::Jpeg),
            ([&jpeg[..], b"%PDF-1.4\n"].concat(), MediaType::Jpeg),
            ([&b"\x89PNG\r\n\x1a\n"[..], b"<HTML><script>"].concat(), MediaType::Png),
            (b"<html>%PDF-1.4\n".to_vec(), MediaType::Pdf),
            ([&b"%PDF-1.4\n"[..], &zip(&["run.exe"])].concat(), MediaType::Pdf),
        ];
        for (content, media_type) in two {
            assert!(glimpse(&content).is(media_type), "{content:?}");
            assert!(!glimpse(&content).is_only(media_type), "{content:?}");
        }
    }
}
