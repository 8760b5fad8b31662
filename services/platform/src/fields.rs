//! The first gate: is each field of a request of the form it must have? All faults are told at once.

use std::str::FromStr as _;

use chrono::NaiveDate;

use crate::access::UnitId;
use crate::error::{Error, FieldFault, Text};
use crate::ids::RawId;
use crate::text;

/// Largest page a list gives.
const MAX_PAGE_SIZE: i32 = 1000;
/// Page size when none is asked for.
const DEFAULT_PAGE_SIZE: u32 = 100;

/// Reads the fields of a request and collects what is wrong with them.
///
/// Each reader returns `None` when the field is faulty; [`Fields::finish`] turns the collected faults into
/// one refusal, or all the values into themselves.
#[derive(Debug, Default)]
pub struct Fields {
    faults: Vec<FieldFault>,
}

impl Fields {
    /// A reader that has met no fault yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a fault.
    pub fn fault(&mut self, path: impl Into<String>, vi: impl Into<String>, en: impl Into<String>) {
        self.faults.push(FieldFault { path: path.into(), text: Text::new(vi, en) });
    }

    /// Takes a value that was parsed elsewhere, noting its fault.
    pub fn value<T>(&mut self, path: impl Into<String>, parsed: Result<T, Text>) -> Option<T> {
        parsed.map_err(|text| self.faults.push(FieldFault { path: path.into(), text })).ok()
    }

    /// A message that must be there.
    pub fn message<T>(&mut self, path: &str, message: Option<T>) -> Option<T> {
        if message.is_none() {
            self.fault(path, "Thiếu phần này.", "This part is missing.");
        }
        message
    }

    /// An identity.
    pub fn id<T: From<RawId>>(&mut self, path: &str, given: &str) -> Option<T> {
        if given.is_empty() {
            self.fault(path, "Thiếu mã định danh (UUID).", "The identity (UUID) is missing.");
            return None;
        }
        let parsed = RawId::parse_str(given).ok();
        if parsed.is_none() {
            self.fault(
                path,
                "Mã định danh phải là một UUID, như 019ad2c4-….",
                "An identity is a UUID, such as 019ad2c4-….",
            );
        }
        parsed.map(T::from)
    }

    /// An identity that may be left out.
    pub fn optional_id<T: From<RawId>>(&mut self, path: &str, given: &str) -> Option<Option<T>> {
        if given.is_empty() { Some(None) } else { self.id(path, given).map(Some) }
    }

    /// A line of text of 1 to `max_chars` characters, made NFC and tidy.
    pub fn line(&mut self, path: &str, given: &str, max_chars: usize) -> Option<String> {
        let line = text::normal(given);
        if line.is_empty() {
            self.fault(path, "Không được để trống.", "It must not be empty.");
            return None;
        }
        self.bounded(path, line, max_chars)
    }

    /// A line of text that may be empty.
    pub fn optional_line(&mut self, path: &str, given: &str, max_chars: usize) -> Option<String> {
        self.bounded(path, text::normal(given), max_chars)
    }

    /// Text of several lines that may be empty; made NFC, its lines kept.
    pub fn paragraphs(&mut self, path: &str, given: &str, max_chars: usize) -> Option<String> {
        let lines: Vec<_> = given.trim().lines().map(text::normal).collect();
        self.bounded(path, lines.join("\n"), max_chars)
    }

    fn bounded(&mut self, path: &str, line: String, max_chars: usize) -> Option<String> {
        let chars = line.chars().count();
        if chars > max_chars {
            self.fault(
                path,
                format!("Dài {chars} ký tự; tối đa {max_chars}."),
                format!("It has {chars} characters; at most {max_chars} are taken."),
            );
            return None;
        }
        if let Some(control) = line.chars().find(|letter| letter.is_control() && *letter != '\n') {
            self.fault(
                path,
                format!("Chứa ký tự điều khiển U+{:04X}; hãy bỏ đi.", u32::from(control)),
                format!("It contains the control character U+{:04X}; remove it.", u32::from(control)),
            );
            return None;
        }
        Some(line)
    }

    /// A day, as ISO 8601 writes it.
    pub fn date(&mut self, path: &str, given: &str) -> Option<NaiveDate> {
        let parsed = (given.len() == 10).then(|| NaiveDate::from_str(given).ok()).flatten();
        if parsed.is_none() {
            self.fault(path, "Ngày phải viết như 2026-11-23.", "A day is written like 2026-11-23.");
        }
        parsed
    }

    /// A day that may be left out.
    pub fn optional_date(&mut self, path: &str, given: &str) -> Option<Option<NaiveDate>> {
        if given.is_empty() { Some(None) } else { self.date(path, given).map(Some) }
    }

    /// A value of an enum; unspecified and unknown ones are refused.
    pub fn choice<T: TryFrom<i32>>(&mut self, path: &str, given: i32) -> Option<T> {
        let known = if given == 0 { None } else { T::try_from(given).ok() };
        if known.is_none() {
            self.fault(path, "Chưa chọn, hoặc giá trị không có.", "It is unspecified, or no value of this kind.");
        }
        known
    }

    /// A value of an enum in a filter; unspecified means all.
    pub fn optional_choice<T: TryFrom<i32>>(&mut self, path: &str, given: i32) -> Option<Option<T>> {
        if given == 0 { Some(None) } else { self.choice(path, given).map(Some) }
    }

    /// A number within bounds.
    pub fn number(&mut self, path: &str, given: i32, bounds: std::ops::RangeInclusive<i32>) -> Option<i32> {
        if bounds.contains(&given) {
            return Some(given);
        }
        let (least, most) = (bounds.start(), bounds.end());
        self.fault(
            path,
            format!("Phải từ {least} đến {most}; đã nhận {given}."),
            format!("It must be {least} to {most}; got {given}."),
        );
        None
    }

    /// A list with a bounded number of items.
    pub fn list<T>(&mut self, path: &str, given: Vec<T>, bounds: std::ops::RangeInclusive<usize>) -> Option<Vec<T>> {
        if bounds.contains(&given.len()) {
            return Some(given);
        }
        let (least, most, count) = (bounds.start(), bounds.end(), given.len());
        self.fault(
            path,
            format!("Phải có từ {least} đến {most} mục; đã nhận {count}."),
            format!("It takes {least} to {most} items; got {count}."),
        );
        None
    }

    /// Each item of a list; its path is the list's with the item's place.
    pub fn each<G, T>(
        &mut self,
        path: &str,
        given: &[G],
        mut read: impl FnMut(&mut Self, &str, &G) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items: Vec<_> =
            given.iter().enumerate().map(|(place, item)| read(self, &format!("{path}[{place}]"), item)).collect();
        items.into_iter().collect()
    }

    /// The changes an update mask names. `read` gives the change of a path, or `None` for a path that may
    /// not be changed.
    pub fn update_mask<T>(
        &mut self,
        mask: Option<prost_types::FieldMask>,
        mut read: impl FnMut(&mut Self, &str) -> Option<Option<T>>,
    ) -> Option<Vec<T>> {
        let paths = mask.unwrap_or_default().paths;
        if paths.is_empty() {
            self.fault("update_mask", "Hãy nêu các trường cần sửa.", "Name the fields to change.");
            return None;
        }
        self.each("update_mask.paths", &paths, |fields, at, path| {
            let change = read(fields, path);
            if change.is_none() {
                fields.fault(
                    at,
                    format!("Trường {path} không có hoặc không sửa được."),
                    format!("The field {path} does not exist or cannot be changed."),
                );
            }
            change.flatten()
        })
    }

    /// A unit, such as `2025:11`.
    pub fn unit(&mut self, path: &str, given: &str) -> Option<UnitId> {
        self.value(path, given.parse())
    }

    /// A unit that may be left out.
    pub fn optional_unit(&mut self, path: &str, given: &str) -> Option<Option<UnitId>> {
        if given.is_empty() { Some(None) } else { self.unit(path, given).map(Some) }
    }

    /// The size of a page; 0 asks for the usual one.
    pub fn page_size(&mut self, given: i32) -> Option<u32> {
        if given == 0 {
            return Some(DEFAULT_PAGE_SIZE);
        }
        self.number("page_size", given, 1..=MAX_PAGE_SIZE).and_then(|size| u32::try_from(size).ok())
    }

    /// The version an etag stands for.
    pub fn etag(&mut self, path: &str, given: &str) -> Option<i64> {
        let parsed = given.strip_prefix('v').and_then(|version| version.parse().ok());
        if parsed.is_none() {
            self.fault(
                path,
                "Thiếu etag; hãy đọc bản ghi rồi gửi lại etag đã nhận.",
                "The etag is missing; read the record and send back the etag it came with.",
            );
        }
        parsed
    }

    /// The values, if no fault was met; else one refusal that lists all faults.
    ///
    /// # Errors
    /// When a fault was met.
    pub fn finish<V: AllRead>(self, values: V) -> Result<V::Values, Error> {
        match values.all_read() {
            Some(values) if self.faults.is_empty() => Ok(values),
            _ => Err(Error::fields(self.faults)),
        }
    }
}

/// The etag of a version.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("v{version}")
}

/// Values that are there only if all their fields were well formed.
pub trait AllRead {
    /// The values.
    type Values;
    /// The values, if all are there.
    fn all_read(self) -> Option<Self::Values>;
}

macro_rules! all_read {
    ($($name:ident),+) => {
        #[expect(non_snake_case, reason = "the type parameters name the values too")]
        impl<$($name),+> AllRead for ($(Option<$name>,)+) {
            type Values = ($($name,)+);
            fn all_read(self) -> Option<Self::Values> {
                let ($($name,)+) = self;
                Some(($($name?,)+))
            }
        }
    };
}
all_read!(A);
all_read!(A, B);
all_read!(A, B, C);
all_read!(A, B, C, D);
all_read!(A, B, C, D, E);
all_read!(A, B, C, D, E, F);
all_read!(A, B, C, D, E, F, G);
all_read!(A, B, C, D, E, F, G, H);
all_read!(A, B, C, D, E, F, G, H, I);
all_read!(A, B, C, D, E, F, G, H, I, J);

#[cfg(test)]
mod tests {
    use super::*;
    use tonic_types::StatusExt as _;

    #[test]
    fn all_faults_are_told_at_once() {
        let mut fields = Fields::new();
        let id = fields.id::<RawId>("product_id", "nonsense");
        let name = fields.line("product.name", " \t", 200);
        let day = fields.date("term_from", "23/11/2026");
        let error = fields.finish((id, name, day)).expect_err("three faults");
        let status = error.to_status(crate::error::Language::Vietnamese, "r-1");
        let paths: Vec<_> = status
            .get_details_bad_request()
            .expect("given")
            .field_violations
            .into_iter()
            .map(|violation| violation.field)
            .collect();
        assert_eq!(paths, ["product_id", "product.name", "term_from"]);
    }

    #[test]
    fn sound_fields_become_values() {
        let mut fields = Fields::new();
        let name = fields.line("name", "  Mật ong  rừng", 200);
        let size = fields.page_size(0);
        let etag = fields.etag("etag", "v12");
        let values = fields.finish((name, size, etag)).expect("sound");
        assert_eq!(values, ("Mật ong rừng".to_owned(), 100, 12));
    }
}
