//! What files are called.

use std::fmt;
use std::str::FromStr;

use super::MediaType;
use crate::error::Text;

/// A file's name as people see it: no folder, nothing that is invisible or turns the line round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// True if it ends as files of the type do.
    #[must_use]
    pub fn ends_as(&self, media_type: MediaType) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(!name.ends_as(MediaType::Pdf));
    }
}
