//! Which column stands for which field: headers are compared with what offices call a field, folded.

use platform::text;
use serde::{Deserialize, Serialize};

use super::SheetKind;
use super::fields::{Field, fields};

/// A column with the field it seems to stand for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// 1 for A.
    pub(crate) number: i32,
    pub(crate) header: String,
    /// Name of the field; empty if there is none.
    pub(crate) field: String,
    /// 0 to 100.
    pub(crate) confidence: i32,
}

/// What the columns stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mapping {
    /// Number of the column and name of the field.
    pub(crate) columns: Vec<(i32, String)>,
    /// Name of a field and its value where a row gives none.
    pub(crate) values: Vec<(String, String)>,
}

impl Mapping {
    /// What a row says of a field; empty if it says nothing.
    pub(crate) fn value<'r>(&'r self, cells: &'r [String], field: &str) -> &'r str {
        let column = self.columns.iter().find(|(_, name)| name == field).map(|(number, _)| *number);
        let place = column.and_then(|number| usize::try_from(number - 1).ok());
        let cell = place.and_then(|place| cells.get(place)).map_or("", String::as_str);
        if !cell.is_empty() {
            return cell;
        }
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str())
    }
}

/// Least confidence that is suggested.
const SUGGESTED_FROM: i32 = 70;

/// The mapping that is suggested.
pub(crate) fn suggested_mapping(columns: &[Column]) -> Mapping {
    let sure = columns.iter().filter(|column| !column.field.is_empty());
    Mapping { columns: sure.map(|column| (column.number, column.field.clone())).collect(), values: Vec::new() }
}

/// The columns of a header with what they seem to stand for: the surest first, each field once.
pub(super) fn suggested(kind: SheetKind, header: &[Header]) -> Vec<Column> {
    let mut sure: Vec<(i32, usize, &Field)> = Vec::new();
    for (place, header) in header.iter().enumerate() {
        for field in fields(kind) {
            let confidence = header.confidence(field);
            if confidence >= SUGGESTED_FROM {
                sure.push((confidence, place, field));
            }
        }
    }
    // Among equals the column to the left, then the field named first.
    sure.sort_by_key(|(confidence, place, _)| (-confidence, *place));
    let mut columns: Vec<_> = header.iter().enumerate().map(|(place, header)| header.column(place)).collect();
    for (confidence, place, field) in sure {
        let taken = columns.iter().any(|column| column.field == field.name);
        if !taken && columns[place].field.is_empty() {
            field.name.clone_into(&mut columns[place].field);
            columns[place].confidence = confidence;
        }
    }
    columns.retain(|column| !column.header.is_empty());
    columns
}

/// The header of a column: one line, or a line under another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) above: String,
    pub(super) below: String,
}

impl Header {
    fn whole(&self) -> String {
        match (self.above.as_str(), self.below.as_str()) {
            (above, "") => above.to_owned(),
            ("", below) => below.to_owned(),
            (above, below) if above == below => above.to_owned(),
            (above, below) => format!("{above} {below}"),
        }
    }

    fn column(&self, place: usize) -> Column {
        let number = i32::try_from(place + 1).unwrap_or(i32::MAX);
        Column { number, header: self.whole(), field: String::new(), confidence: 0 }
    }

    /// How sure it is that this is the field: what stands right over the column counts most.
    fn confidence(&self, field: &Field) -> i32 {
        let whole = likeness(&self.whole(), field);
        if self.above.is_empty() || self.above == self.below {
            return whole;
        }
        whole.max(likeness(&self.below, field) * 95 / 100)
    }
}

/// How much a header is like what a field is called, 0 to 100.
fn likeness(header: &str, field: &Field) -> i32 {
    let words = words(header);
    let of = |called: &&str| {
        let called: Vec<_> = called.split(' ').collect();
        if words == called {
            100
        } else if called.len() > 1 && words.windows(called.len()).any(|some| some == called) {
            let share = 40 * called.len() / words.len();
            60 + i32::try_from(share).unwrap_or(0)
        } else {
            0
        }
    };
    let is_title = [field.vi, field.en].into_iter().any(|title| self::words(title) == words);
    if is_title { 100 } else { field.called.iter().map(of).max().unwrap_or(0) }
}

/// The words of a header, folded, without signs and what stands in brackets behind.
pub(super) fn words(header: &str) -> Vec<String> {
    let folded = text::folded(header);
    let before = folded.split('(').next().filter(|before| !before.trim().is_empty()).unwrap_or(&folded);
    let letters = before.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' });
    letters.collect::<String>().split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestions(kind: SheetKind, headers: &[(&str, &str)]) -> Vec<String> {
        let headers =
            headers.iter().map(|(above, below)| Header { above: (*above).to_owned(), below: (*below).to_owned() });
        suggested(kind, &headers.collect::<Vec<_>>()).into_iter().map(|column| column.field).collect()
    }

    #[test]
    fn headers_of_offices_are_known() {
        assert_eq!(
            suggestions(
                SheetKind::Products,
                &[
                    ("", "STT"),
                    ("", "TÊN SẢN PHẨM"),
                    ("", "Chủ thể (HTX, DN)"),
                    ("", "Địa chỉ chủ thể"),
                    ("", "Mã số sản phẩm"),
                    ("", "Hạng sao"),
                    ("", "Năm công nhận"),
                ]
            ),
            ["", "name", "producer", "place", "old_code", "", "year"]
        );
        assert_eq!(
            suggestions(
                SheetKind::Producers,
                &[("Tên chủ thể", ""), ("Địa chỉ", "Xã"), ("Địa chỉ", "Tỉnh/Thành phố"), ("MST", ""),]
            ),
            ["name", "commune", "province", "tax_code"]
        );
        assert_eq!(
            suggestions(SheetKind::Leaders, &[("", "Full name"), ("", "Position"), ("", "Producer name")]),
            ["full_name", "title", "producer"]
        );
    }

    #[test]
    fn a_field_is_suggested_once() {
        assert_eq!(suggestions(SheetKind::Producers, &[("", "Địa chỉ nhà"), ("", "Địa chỉ")]), ["", "place"]);
    }

    #[test]
    fn what_a_row_does_not_say_the_mapping_may() {
        let mapping = Mapping {
            columns: vec![(2, "name".to_owned())],
            values: vec![("kind".to_owned(), "HTX".to_owned()), ("name".to_owned(), "?".to_owned())],
        };
        let cells = ["1".to_owned(), "Mật ong".to_owned()];
        assert_eq!(
            [mapping.value(&cells, "name"), mapping.value(&cells, "kind"), mapping.value(&cells, "year")],
            ["Mật ong", "HTX", ""]
        );
        assert_eq!(mapping.value(&cells[..1], "name"), "?");
    }
}
