//! The encoding of a table of text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use super::Unreadable;

/// The text of a file, whichever of the known encodings it is in.
pub(super) fn decoded(file: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let encoding = encoding_of(file)?;
    let (text, _, malformed) = encoding.decode(file);
    if malformed { Err(Unreadable::UnknownEncoding) } else { Ok(text) }
}

fn encoding_of(file: &[u8]) -> Result<&'static Encoding, Unreadable> {
    if let Some((encoding, _)) = Encoding::for_bom(file) {
        return Ok(encoding);
    }
    let beginning = &file[..file.len().min(4096)];
    if let Some(encoding) = utf_16_without_mark(beginning) {
        return Ok(encoding);
    }
    if beginning.contains(&0) {
        // Text has no zeros: this is something else.
        return Err(Unreadable::NoSheet);
    }
    if std::str::from_utf8(file).is_ok() {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(file, true);
    let guessed = detector.guess(Some(b"vn"), Utf8Detection::Deny);
    if guessed == WINDOWS_1258 || guessed == WINDOWS_1252 { Ok(guessed) } else { Err(Unreadable::UnknownEncoding) }
}

/// Most letters of a table, its signs and digits among them, have one byte that is zero.
fn utf_16_without_mark(beginning: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| beginning.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let pairs = beginning.len() / 2;
    let (first, second) = (zeros(0), zeros(1));
    if pairs < 4 || first.max(second) * 3 < pairs {
        None
    } else if second > first * 4 {
        Some(UTF_16LE)
    } else if first > second * 4 {
        Some(UTF_16BE)
    } else {
        None
    }
}
