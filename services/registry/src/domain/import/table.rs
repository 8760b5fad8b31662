//! The table in a sheet: where its header is, and which lines below are no records.

use std::collections::BTreeSet;

use super::SheetKind;
use super::columns::{self, Column, Header, Mapping};

/// Lines that are looked through for a header.
pub(crate) const LOOKED_THROUGH: usize = 50;

/// The table of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// First and last line of the header.
    pub(crate) header: (i32, i32),
    pub(crate) columns: Vec<Column>,
}

/// Finds the table: its header is the line, or the two lines, in which most fields are known; where none is, the
/// first line with several texts. `lines` are the first of the sheet.
pub(crate) fn find_table(kind: SheetKind, lines: &[(i32, &[String])]) -> Option<Table> {
    let lines = &lines[..lines.len().min(LOOKED_THROUGH)];
    let mut best: Option<(usize, Table)> = None;
    for (place, (number, cells)) in lines.iter().enumerate() {
        if distinct(cells) < 2 {
            continue;
        }
        let one = (*number, *number, headers(&[], cells));
        let next = lines.get(place + 1).filter(|(below, _)| *below == number + 1);
        let two = next
            .filter(|(_, under)| spans_columns(cells, under))
            .map(|(below, under)| (*number, *below, headers(cells, under)));
        for (first, last, header) in std::iter::once(one).chain(two) {
            let columns = columns::suggested(kind, &header);
            let known = columns.iter().filter(|column| !column.field.is_empty()).count();
            if best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, Table { header: (first, last), columns }));
            }
        }
    }
    best.map(|(_, table)| table)
}

/// Headers of columns, a line under another.
fn headers(above: &[String], below: &[String]) -> Vec<Header> {
    let cell = |cells: &[String], place: usize| cells.get(place).cloned().unwrap_or_default();
    let mut headers: Vec<_> = (0..above.len().max(below.len()))
        .map(|place| Header { above: cell(above, place), below: cell(below, place) })
        .collect();
    // In tables of text a merged header stands over its first column alone.
    for place in 1..headers.len() {
        if headers[place].above.is_empty() && !headers[place].below.is_empty() {
            headers[place].above = headers[place - 1].above.clone();
        }
    }
    headers
}

/// True if a header stands over several columns of the line below it: repeated where it is merged, or followed by
/// nothing.
fn spans_columns(above: &[String], below: &[String]) -> bool {
    (1..below.len()).any(|place| {
        let (before, own) = (above.get(place - 1), above.get(place));
        let own = own.map_or("", String::as_str);
        let spanned = own.is_empty() || before.is_some_and(|before| before == own);
        spanned && !below[place].is_empty() && before.is_some_and(|before| !before.is_empty() || place > 1)
    })
}

fn distinct(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).collect::<BTreeSet<_>>().len()
}

/// Why a line below the header is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    Total,
    /// A title of a group of lines, such as a district.
    GroupTitle,
    /// The columns' numbers.
    Numbers,
}

/// Tells a line that is no record; `name` is the field that no record can do without.
pub(crate) fn aside(cells: &[String], mapping: &Mapping, name: &str) -> Option<Aside> {
    let filled: Vec<_> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    let begins = |words: &[&str]| {
        let first =
            filled.iter().map(|cell| columns::words(cell)).find(|words| !words.iter().all(|word| is_number(word)));
        first.is_some_and(|first| words.iter().any(|word| first.join(" ").starts_with(word)))
    };
    let has_name = !mapping.value(cells, name).is_empty();
    let is_total = begins(&["tong cong", "tong so", "tong ", "cong ", "total", "grand total"])
        || begins(&["tong"]) && filled.len() <= 2
        || filled.iter().any(|cell| matches!(columns::words(cell).join(" ").as_str(), "cong" | "tong" | "total"));
    if is_total && (!has_name || distinct(cells) <= 3) {
        return Some(Aside::Total);
    }
    if filled.len() >= 3 && filled.iter().all(|cell| is_column_number(cell)) {
        return Some(Aside::Numbers);
    }
    let texts: BTreeSet<_> = filled.iter().filter(|cell| !is_ordinal(cell)).collect();
    let is_title = texts.len() <= 1 && mapping.columns.len() > 2 && (!has_name || filled.len() != texts.len());
    // One text under the name alone is a record that lacks the rest: its verdict says what.
    if is_title && filled.len() > 1 || !has_name && texts.len() <= 1 {
        return Some(Aside::GroupTitle);
    }
    None
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1`, `(2)`, `A`, `[5]=[3]+[4]`.
fn is_column_number(cell: &str) -> bool {
    let bare: String = cell.chars().filter(|letter| letter.is_alphanumeric()).collect();
    bare.len() <= 2 && !bare.is_empty() && bare.is_ascii() || cell.starts_with(['(', '[']) && is_number(&bare)
}

/// `I`, `IV.`, `A`, `1.2`.
fn is_ordinal(cell: &str) -> bool {
    let bare = cell.trim_end_matches(['.', ')', '/']);
    let is_roman = |letter: u8| b"IVXLC".contains(&letter);
    let numbered = bare.split('.').all(|part| !part.is_empty() && is_number(part));
    numbered || (!bare.is_empty() && bare.bytes().all(is_roman)) || (bare.len() == 1 && bare.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(ToString::to_string).collect()
    }

    fn found(lines: &[&[&str]]) -> Option<((i32, i32), Vec<String>)> {
        let lines: Vec<_> = (1..).zip(lines).map(|(number, line)| (number, cells(line))).collect();
        let lines: Vec<_> = lines.iter().map(|(number, cells)| (*number, cells.as_slice())).collect();
        let table = find_table(SheetKind::Products, &lines)?;
        Some((table.header, table.columns.into_iter().map(|column| column.field).collect()))
    }

    #[test]
    fn a_header_is_found_under_titles() {
        assert_eq!(
            found(&[
                &["ỦY BAN NHÂN DÂN", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                &["DANH SÁCH SẢN PHẨM OCOP"],
                &["TT", "Tên sản phẩm", "Chủ thể", "Địa chỉ"],
                &["1", "Mật ong", "HTX", "Xã Thanh Nưa"],
            ]),
            Some(((3, 3), vec![String::new(), "name".into(), "producer".into(), "place".into()]))
        );
    }

    #[test]
    fn a_header_may_have_two_lines() {
        assert_eq!(
            found(&[
                &["TT", "Tên sản phẩm", "Địa chỉ", "", "", "Năm"],
                &["", "", "Xã", "Huyện", "Tỉnh", ""],
                &["1", "Mật ong", "Thanh Nưa", "Điện Biên", "Điện Biên", "2021"],
            ]),
            Some(((1, 2), ["", "name", "commune", "district", "province", "year"].map(str::to_owned).to_vec()))
        );
    }

    #[test]
    fn a_header_that_nobody_knows_is_the_first_line_with_several_texts() {
        assert_eq!(found(&[&["Danh sách"], &["Cột một", "Cột hai"], &["a", "b"]]).expect("found").0, (2, 2));
        assert_eq!(found(&[&["Danh sách"], &["một ô"]]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn lines_that_are_no_records_are_told() {
        let columns = [(2, "name"), (3, "producer"), (4, "place")];
        let mapping =
            Mapping { columns: columns.map(|(number, field)| (number, field.to_owned())).to_vec(), values: Vec::new() };
        let told = |line: &[&str]| aside(&cells(line), &mapping, "name");
        assert_eq!(told(&["", "Tổng cộng", "", "", "134"]), Some(Aside::Total));
        assert_eq!(told(&["Tổng cộng: 12 sản phẩm"]), Some(Aside::Total));
        assert_eq!(told(&["Cộng", "", "", "", "5"]), Some(Aside::Total));
        assert_eq!(told(&["I", "Huyện Điện Biên"]), Some(Aside::GroupTitle));
        assert_eq!(told(&["Huyện Điện Biên", "Huyện Điện Biên", "Huyện Điện Biên"]), Some(Aside::GroupTitle));
        assert_eq!(told(&["(1)", "(2)", "(3)", "(4)"]), Some(Aside::Numbers));
        assert_eq!(told(&["A", "B", "1", "2"]), Some(Aside::Numbers));
        assert_eq!(told(&["1", "Mật ong", "HTX", "Xã Thanh Nưa"]), None);
        assert_eq!(told(&["2", "Tổng hợp hạt", "HTX", "Xã Thanh Nưa"]), None);
        assert_eq!(told(&["", "Mật ong"]), None, "a record that lacks the rest");
    }
}
