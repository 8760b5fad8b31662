//! Files of the figures that a dashboard draws: a line a figure, the same in a workbook as in a table of text.

use std::collections::BTreeMap;

use platform::access::UnitId;
use platform::blobs::Digest;
use platform::sheets::Cell as SheetCell;
use serde::Serialize;

use super::cells::{Cell, Part};
use super::days::Days;
use super::figures::Figure;
use super::indicators::{Indicator, Indicators};
use super::report_file::{Format, Purpose, suppressed};
use super::report_layout::{
    NOT_RECORDED, NOT_SHOWN, Sheet, dimension_told, figure_told, measure_told, part_told, percent_told,
};

/// Figures to be shown together.
#[derive(Debug)]
pub(crate) struct Table {
    /// What they are called, such as `CHUỖI SỐ LIỆU`.
    pub(crate) title: &'static str,
    /// The unit that was asked about.
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) lines: Vec<Line>,
    /// What is to be said of all of them.
    pub(crate) note: Option<String>,
}

/// A figure with what it is of.
#[derive(Debug)]
pub(crate) struct Line {
    /// The period as it was asked for; empty where days alone were.
    pub(crate) period: String,
    pub(crate) days: Days,
    pub(crate) place: Place,
    pub(crate) indicator: &'static Indicator,
    /// None for the whole figure.
    pub(crate) part: Option<Part>,
    pub(crate) figure: Option<Figure>,
    pub(crate) against: Option<Against>,
}

/// Where a figure is of.
#[derive(Debug)]
pub(crate) enum Place {
    Unit {
        id: UnitId,
        name: String,
    },
    /// What can be placed in no unit of an earlier map.
    None,
}

/// The target of a figure.
#[derive(Debug)]
pub(crate) struct Against {
    pub(crate) value: Option<i64>,
    pub(crate) progress_hundredths: Option<i64>,
}

/// A table as a file shows it.
pub(crate) struct ShownTable<'t> {
    table: &'t Table,
    /// Which lines are not shown, by place.
    hidden: Vec<bool>,
    purpose: Purpose,
}

/// What the hash is over: what is shown, so that nobody can try out what is not. Fields stay in this order.
#[derive(Serialize)]
struct Hashed<'l> {
    from: String,
    to: String,
    unit: Option<&'l str>,
    indicator: &'l str,
    dimension: Option<&'l str>,
    key: Option<&'l str>,
    hidden: bool,
    /// Value, what it may be more, and what of it stems from samples; none if it is not shown or not recorded.
    figure: Option<[i64; 3]>,
}

/// The columns, with their widths.
const COLUMNS: [(&str, u32); 14] = [
    ("Kỳ", 12),
    ("Từ ngày", 12),
    ("Đến ngày", 12),
    ("Mã đơn vị", 14),
    ("Đơn vị", 28),
    ("Mã chỉ tiêu", 28),
    ("Chỉ tiêu", 44),
    ("Đơn vị tính", 14),
    ("Phân tổ", 16),
    ("Giá trị phân tổ", 20),
    ("Số liệu", 14),
    ("Có thể thêm", 12),
    ("Mục tiêu", 12),
    ("Đạt (%)", 12),
];

impl<'t> ShownTable<'t> {
    /// The table for a purpose: figures of few people, and what would tell them, are not shown to the public.
    pub(crate) fn of(table: &'t Table, indicators: &Indicators, purpose: Purpose) -> Self {
        let mut hidden = vec![false; table.lines.len()];
        for places in table.together() {
            let cells: Vec<_> = places.iter().map(|place| table.cell(&table.lines[*place])).collect();
            for (place, is_hidden) in places.iter().zip(suppressed(&table.unit, &cells, indicators, purpose)) {
                hidden[*place] = is_hidden;
            }
        }
        Self { table, hidden, purpose }
    }

    /// How many figures are not shown.
    pub(crate) fn suppressed(&self) -> usize {
        self.hidden.iter().filter(|hidden| **hidden).count()
    }

    /// The hash of what is shown, in hexadecimal digits.
    pub(crate) fn figures_sha256(&self) -> String {
        let hashed: Vec<_> = self.lines().map(|(line, hidden)| hashed(line, hidden)).collect();
        Digest::of(&serde_json::to_vec(&hashed).expect("lines are plain values")).to_string()
    }

    fn lines(&self) -> impl Iterator<Item = (&Line, bool)> {
        self.table.lines.iter().zip(self.hidden.iter().copied())
    }

    /// The sheet as offices have it.
    pub(crate) fn workbook(&self) -> Sheet {
        let (columns, half) = (COLUMNS.len() + 1, COLUMNS.len() / 2);
        let mut sheet =
            Sheet { widths: COLUMNS.iter().map(|(_, width)| *width).chain([20]).collect(), ..Sheet::default() };
        let unit = self.table.unit_name.to_uppercase();
        sheet.halves(half, columns, &unit, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        sheet.halves(half, columns, "", "Độc lập - Tự do - Hạnh phúc");
        sheet.lines.push(Vec::new());
        sheet.merged_line(columns, SheetCell::Title(self.table.title.to_owned()));
        sheet.lines.push(Vec::new());
        sheet.lines.push(headings().collect());
        sheet.lines.extend(self.lines().map(|(line, hidden)| written(line, hidden)));
        sheet.lines.push(Vec::new());
        for note in self.notes() {
            sheet.merged_line(columns, SheetCell::text(note));
        }
        let hash = format!("Mã băm SHA-256 của số liệu nguồn: {}", self.figures_sha256());
        sheet.merged_line(columns, SheetCell::text(hash));
        sheet
    }

    /// A table of text.
    pub(crate) fn text(&self) -> Vec<Vec<SheetCell>> {
        let hash = self.figures_sha256();
        let with = |mut line: Vec<SheetCell>, last: SheetCell| {
            line.push(last);
            line
        };
        let title = with(headings().collect(), SheetCell::Title("SHA-256 của số liệu nguồn".to_owned()));
        let lines = self.lines().map(|(line, hidden)| with(written(line, hidden), SheetCell::text(hash.clone())));
        std::iter::once(title).chain(lines).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<_> = self.table.note.iter().cloned().collect();
        notes.push(format!("{NOT_RECORDED}: không có số liệu."));
        if self.purpose == Purpose::Publication {
            notes.push(format!("{NOT_SHOWN}: không công bố, vì dưới 5 người hoặc có thể suy ra số dưới 5 người."));
        }
        notes
    }
}

impl Table {
    /// The lines, by place, that are of the same days, and so may add up to each other.
    fn together(&self) -> Vec<Vec<usize>> {
        let mut together: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, line) in self.lines.iter().enumerate() {
            let is_placed = matches!(line.place, Place::Unit { .. });
            together.entry((line.days.from, line.days.to, is_placed)).or_default().push(place);
        }
        together.into_values().collect()
    }

    fn cell(&self, line: &Line) -> Cell {
        let unit = match &line.place {
            Place::Unit { id, .. } => id,
            Place::None => &self.unit,
        };
        Cell {
            indicator: line.indicator.code.clone(),
            unit: unit.clone(),
            part: line.part.clone(),
            figure: line.figure,
        }
    }
}

/// What a file is called, such as `ocop_series_products_valid_2025-11_L2026-M12.xlsx`.
pub(crate) fn name_of(about: &[&str], purpose: Purpose, format: Format) -> String {
    let about: Vec<_> = about.iter().map(|part| part.replace([':', '/'], "-")).collect();
    let public = if purpose == Purpose::Publication { "_cong-bo" } else { "" };
    format!("ocop_{}{public}.{}", about.join("_"), format.name())
}

fn headings() -> impl Iterator<Item = SheetCell> {
    COLUMNS.iter().map(|(title, _)| *title).chain(["Trạng thái"]).map(|title| SheetCell::Title(title.to_owned()))
}

fn written(line: &Line, hidden: bool) -> Vec<SheetCell> {
    let (id, name) = match &line.place {
        Place::Unit { id, name } => (id.as_str(), name.as_str()),
        Place::None => ("", "Chưa xếp được vào đơn vị nào"),
    };
    let shown = line.figure.filter(|_| !hidden);
    let value = match shown {
        Some(figure) => figure_told(&line.indicator.measure, figure),
        None if hidden => SheetCell::text(NOT_SHOWN),
        None => SheetCell::text(NOT_RECORDED),
    };
    let part = line.part.as_ref();
    let progress = line.against.as_ref().filter(|_| !hidden).and_then(|against| against.progress_hundredths);
    vec![
        SheetCell::text(line.period.clone()),
        SheetCell::Day(line.days.from),
        SheetCell::Day(line.days.to),
        SheetCell::text(id),
        SheetCell::text(name),
        SheetCell::text(line.indicator.code.clone()),
        SheetCell::text(line.indicator.title.vi.clone()),
        SheetCell::text(measure_told(&line.indicator.measure)),
        SheetCell::text(part.map(|part| dimension_told(part.dimension)).unwrap_or_default()),
        SheetCell::text(part.map(|part| part_told(part.dimension, &part.key)).unwrap_or_default()),
        value,
        shown
            .filter(|figure| figure.uncertain > 0)
            .map_or(SheetCell::Empty, |figure| SheetCell::Number(figure.uncertain)),
        line.against.as_ref().and_then(|against| against.value).map_or(SheetCell::Empty, SheetCell::Number),
        progress.map_or(SheetCell::Empty, percent_told),
        SheetCell::text(status(line, hidden)),
    ]
}

fn status(line: &Line, hidden: bool) -> &'static str {
    match line.figure {
        _ if hidden => "không công bố",
        None => "không có số liệu",
        Some(figure) if figure.sample > 0 => "có dữ liệu mẫu",
        Some(_) => "",
    }
}

fn hashed(line: &Line, hidden: bool) -> Hashed<'_> {
    let unit = match &line.place {
        Place::Unit { id, .. } => Some(id.as_str()),
        Place::None => None,
    };
    let figure = line.figure.filter(|_| !hidden);
    Hashed {
        from: line.days.from.to_string(),
        to: line.days.to.to_string(),
        unit,
        indicator: &line.indicator.code,
        dimension: line.part.as_ref().map(|part| part.dimension.name()),
        key: line.part.as_ref().map(|part| part.key.as_str()),
        hidden,
        figure: figure.map(|figure| [figure.value, figure.uncertain, figure.sample]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cells::Dimension;
    use crate::domain::indicators::built_in;

    fn line(indicator: &str, part: Option<(Dimension, &str)>, value: i64) -> Line {
        let day = "2026-11-23".parse().expect("a day");
        Line {
            period: String::new(),
            days: Days { from: day, to: day },
            place: Place::Unit { id: "2025:11".parse().expect("a unit"), name: "Tỉnh Điện Biên".to_owned() },
            indicator: built_in().of_code(indicator).expect("there"),
            part: part.map(|(dimension, key)| Part { dimension, key: key.to_owned() }),
            figure: Some(Figure { value, ..Figure::default() }),
            against: None,
        }
    }

    fn table(lines: Vec<Line>) -> Table {
        let unit = "2025:11".parse().expect("a unit");
        Table { title: "SỐ LIỆU", unit, unit_name: "Tỉnh Điện Biên".to_owned(), lines, note: None }
    }

    fn of_officials(levels: &[(&str, i64)]) -> Table {
        let part = |(key, value): &(&str, i64)| {
            line("officials_trained_people", Some((Dimension::OfficialLevel, key)), *value)
        };
        let whole = line("officials_trained_people", None, levels.iter().map(|(_, value)| value).sum());
        table(std::iter::once(whole).chain(levels.iter().map(part)).collect())
    }

    fn shown(table: &Table, purpose: Purpose) -> ShownTable<'_> {
        ShownTable::of(table, built_in(), purpose)
    }

    #[test]
    fn the_public_is_not_shown_few_people_nor_what_tells_them() {
        let table = of_officials(&[("commune", 3), ("district", 7), ("province", 20)]);
        assert_eq!(shown(&table, Purpose::Submission).hidden, [false; 4]);
        let public = shown(&table, Purpose::Publication);
        assert_eq!((public.hidden.as_slice(), public.suppressed()), (&[false, true, true, false][..], 2));
        let text = format!("{:?}", public.text());
        assert!(text.contains("Number(20)") && !text.contains("Number(3)") && !text.contains("Number(7)"), "{text}");
    }

    /// Figures of few people could be tried out against a hash of them.
    #[test]
    fn the_hash_of_a_file_for_the_public_tells_nothing_of_what_is_hidden() {
        let (one, other) =
            (of_officials(&[("commune", 3), ("province", 4)]), of_officials(&[("commune", 1), ("province", 6)]));
        let hash = |table: &Table, purpose| shown(table, purpose).figures_sha256();
        assert_eq!(shown(&one, Purpose::Publication).hidden, shown(&other, Purpose::Publication).hidden);
        assert_eq!(hash(&one, Purpose::Publication), hash(&other, Purpose::Publication));
        assert_ne!(hash(&one, Purpose::Submission), hash(&other, Purpose::Submission));
    }

    #[test]
    fn workbook_and_text_have_the_same_lines() {
        let table = of_officials(&[("commune", 30), ("province", 20)]);
        let table = shown(&table, Purpose::Submission);
        let (sheet, text) = (table.workbook(), table.text());
        let first = sheet.lines.iter().position(|line| line.first() == text[0].first()).expect("the headings");
        for (place, line) in text.iter().enumerate() {
            assert_eq!(sheet.lines[first + place][..], line[..line.len() - 1]);
        }
    }

    #[test]
    fn names_are_names_of_files() {
        let name = name_of(
            &["series", "products_valid", "2025:11", "2021-01-01/2030-12-31"],
            Purpose::Publication,
            Format::Csv,
        );
        assert_eq!(name, "ocop_series_products_valid_2025-11_2021-01-01-2030-12-31_cong-bo.csv");
    }
}
