//! How a file of a report is laid out: as offices do, with the names of unit and country on top, the table under merged
//! headings, and below it who signs, and the hash of the figures.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike as _;
use platform::access::UnitId;
use platform::clock::civil_date;
use platform::sheets::Cell as SheetCell;
use platform::text::day;

use super::cells::{Cell, Dimension};
use super::figures::Figure;
use super::indicators::Indicator;
use super::periods::{Period, Scheme, Span};
use super::report::Report;
use super::report_file::Purpose;
use super::report_forms::Form;

/// What a file shows.
pub(crate) struct Shown<'s> {
    pub(crate) report: &'s Report,
    pub(crate) form: &'s Form,
    pub(crate) cells: &'s [Cell],
    /// Which cells are not shown, by place.
    pub(crate) hidden: &'s [bool],
    pub(crate) purpose: Purpose,
    /// What units are called on the last day of the period.
    pub(crate) names: &'s HashMap<UnitId, String>,
}

/// A sheet, line by line, with what is merged in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) lines: Vec<Vec<SheetCell>>,
    pub(crate) merged: Vec<Merged>,
    /// Widths of the columns, in letters.
    pub(crate) widths: Vec<u32>,
}

/// Cells that are one: lines and columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) lines: (usize, usize),
    pub(crate) columns: (usize, usize),
}

/// Columns before those of the units below.
const OWN_COLUMNS: usize = 5;
/// What stands for a figure that is not shown.
pub(super) const NOT_SHOWN: &str = "c";
/// What stands for a figure that nobody recorded, as statistics have it.
pub(super) const NOT_RECORDED: &str = "…";

impl Shown<'_> {
    fn units_below(&self) -> Vec<&UnitId> {
        let mut below: Vec<_> =
            self.cells.iter().map(|cell| &cell.unit).filter(|unit| **unit != self.report.unit).collect();
        below.sort();
        below.dedup();
        below
    }

    fn name(&self, unit: &UnitId) -> String {
        self.names.get(unit).cloned().unwrap_or_else(|| unit.to_string())
    }

    /// The place of a cell.
    fn place(&self, indicator: &str, unit: &UnitId, part: Option<(Dimension, &str)>) -> Option<usize> {
        self.cells.iter().position(|cell| {
            let of_part = cell.part.as_ref().map(|part| (part.dimension, part.key.as_str()));
            cell.indicator == indicator && cell.unit == *unit && of_part == part
        })
    }

    fn written(&self, indicator: &Indicator, place: Option<usize>) -> SheetCell {
        let Some(place) = place else { return SheetCell::text(NOT_RECORDED) };
        match self.cells[place].figure {
            _ if self.hidden[place] => SheetCell::text(NOT_SHOWN),
            None => SheetCell::text(NOT_RECORDED),
            Some(figure) => figure_told(&indicator.measure, figure),
        }
    }

    /// What a figure may be more; nothing where that is 0, or the figure is not shown.
    fn uncertain(&self, place: Option<usize>) -> SheetCell {
        let shown = place.filter(|place| !self.hidden[*place]).and_then(|place| self.cells[place].figure);
        shown
            .filter(|figure| figure.uncertain > 0)
            .map_or(SheetCell::Empty, |figure| SheetCell::Number(figure.uncertain))
    }

    /// The parts of the unit's figure of an indicator, in order of dimensions and keys.
    fn parts(&self, indicator: &str) -> Vec<(Dimension, &str)> {
        let own = self.cells.iter().filter(|cell| cell.unit == self.report.unit && cell.indicator == indicator);
        let mut parts: Vec<_> =
            own.filter_map(|cell| cell.part.as_ref()).map(|part| (part.dimension, part.key.as_str())).collect();
        parts.sort_unstable();
        parts
    }

    /// The sheet as offices have it.
    pub(crate) fn workbook(&self) -> Sheet {
        let below = self.units_below();
        let columns = (OWN_COLUMNS + below.len()).max(6);
        let mut sheet = Sheet { widths: vec![6, 44, 14, 12, 14], ..Sheet::default() };
        sheet.widths.resize(columns, 16);
        self.head(&mut sheet, columns);
        self.headings(&mut sheet, &below);
        if self.report.nothing_to_report {
            sheet.merged_line(columns, SheetCell::Title("KHÔNG PHÁT SINH SỐ LIỆU TRONG KỲ".to_owned()));
            sheet.merged_line(columns, SheetCell::text(format!("Lý do: {}", self.report.reason)));
        }
        for (number, indicator) in self.form.indicators.iter().enumerate() {
            self.lines_of(&mut sheet, number + 1, indicator, &below);
        }
        self.foot(&mut sheet, columns);
        sheet
    }

    fn head(&self, sheet: &mut Sheet, columns: usize) {
        let unit = self.name(&self.report.unit).to_uppercase();
        let half = columns / 2;
        sheet.halves(half, columns, &unit, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        sheet.halves(half, columns, "", "Độc lập - Tự do - Hạnh phúc");
        sheet.lines.push(Vec::new());
        sheet.merged_line(columns, SheetCell::Title(self.form.title.vi.to_uppercase()));
        sheet.merged_line(columns, SheetCell::Title(period_told(self.report.period)));
        if self.report.number > 1 {
            let told = format!("Bổ sung, điều chỉnh lần {}: {}", self.report.number - 1, self.report.reason);
            sheet.merged_line(columns, SheetCell::Title(told));
        }
        sheet.lines.push(Vec::new());
    }

    /// Two lines of headings: those of the columns are merged downwards, that of the units below across.
    fn headings(&self, sheet: &mut Sheet, below: &[&UnitId]) {
        let first = sheet.lines.len();
        let own = ["TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Có thể thêm"];
        let mut upper: Vec<_> = own.iter().map(|title| SheetCell::Title((*title).to_owned())).collect();
        let mut lower = vec![SheetCell::Title(String::new()); OWN_COLUMNS];
        for column in 0..OWN_COLUMNS {
            sheet.merged.push(Merged { lines: (first, first + 1), columns: (column, column) });
        }
        for (place, unit) in below.iter().enumerate() {
            let title = if place == 0 { "Trong đó, theo đơn vị trực thuộc" } else { "" };
            upper.push(SheetCell::Title(title.to_owned()));
            lower.push(SheetCell::Title(self.name(unit)));
        }
        if below.len() > 1 {
            let columns = (OWN_COLUMNS, OWN_COLUMNS + below.len() - 1);
            sheet.merged.push(Merged { lines: (first, first), columns });
        }
        sheet.lines.extend([upper, lower]);
    }

    fn lines_of(&self, sheet: &mut Sheet, number: usize, indicator: &Indicator, below: &[&UnitId]) {
        let number = SheetCell::Number(i64::try_from(number).unwrap_or_default());
        let whole = self.place(&indicator.code, &self.report.unit, None);
        let mut line = vec![
            number,
            SheetCell::text(indicator.title.vi.clone()),
            SheetCell::text(measure_told(&indicator.measure)),
            self.written(indicator, whole),
            self.uncertain(whole),
        ];
        line.extend(below.iter().map(|unit| self.written(indicator, self.place(&indicator.code, unit, None))));
        sheet.lines.push(line);
        for (dimension, key) in self.parts(&indicator.code) {
            let place = self.place(&indicator.code, &self.report.unit, Some((dimension, key)));
            sheet.lines.push(vec![
                SheetCell::Empty,
                SheetCell::text(format!("– {}", part_told(dimension, key))),
                SheetCell::Empty,
                self.written(indicator, place),
                self.uncertain(place),
            ]);
        }
    }

    fn foot(&self, sheet: &mut Sheet, columns: usize) {
        sheet.lines.push(Vec::new());
        sheet.merged_line(columns, SheetCell::text(format!("{NOT_RECORDED}: không có số liệu.")));
        if self.purpose == Purpose::Publication {
            let told = format!("{NOT_SHOWN}: không công bố, vì dưới 5 người hoặc có thể suy ra số dưới 5 người.");
            sheet.merged_line(columns, SheetCell::text(told));
        }
        sheet.lines.push(Vec::new());
        let half = columns / 2;
        let on = self.report.state.approved().map(|approved| civil_date(approved.at));
        let on = on.map(|on| format!("Ngày {:02} tháng {:02} năm {}", on.day(), on.month(), on.year()));
        sheet.halves(half, columns, "", &on.unwrap_or_default());
        sheet.halves(half, columns, "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ");
        sheet.halves(half, columns, "(Ký, họ tên)", "(Ký, họ tên, đóng dấu)");
        sheet.lines.extend([Vec::new(), Vec::new(), Vec::new()]);
        let hash = format!("Mã băm SHA-256 của số liệu nguồn: {}", self.report.figures_sha256);
        sheet.merged_line(columns, SheetCell::text(hash));
        sheet.merged_line(columns, SheetCell::text(format!("Báo cáo {}, lần {}", self.report.id, self.report.number)));
    }

    /// A table of text: a line a figure.
    pub(crate) fn text(&self) -> Vec<Vec<SheetCell>> {
        let titles = [
            "Kỳ",
            "Lần",
            "Mã đơn vị",
            "Đơn vị",
            "Mã chỉ tiêu",
            "Chỉ tiêu",
            "Đơn vị tính",
            "Phân tổ",
            "Giá trị phân tổ",
            "Số liệu",
            "Có thể thêm",
            "Trạng thái",
            "SHA-256 của số liệu nguồn",
        ];
        let mut lines = vec![titles.map(|title| SheetCell::Heading(title.to_owned())).to_vec()];
        let names: BTreeMap<_, _> = self.form.indicators.iter().map(|known| (known.code.as_str(), *known)).collect();
        for (place, cell) in self.cells.iter().enumerate() {
            let Some(indicator) = names.get(cell.indicator.as_str()) else { continue };
            lines.push(self.text_line(place, cell, indicator));
        }
        lines
    }

    fn text_line(&self, place: usize, cell: &Cell, indicator: &Indicator) -> Vec<SheetCell> {
        let shown = cell.figure.filter(|_| !self.hidden[place]);
        let status = match cell.figure {
            _ if self.hidden[place] => "không công bố",
            None => "không có số liệu",
            Some(_) if self.report.nothing_to_report => "không phát sinh",
            Some(_) => "",
        };
        let part = cell.part.as_ref();
        vec![
            SheetCell::text(self.report.period.to_string()),
            SheetCell::Number(self.report.number.into()),
            SheetCell::text(cell.unit.to_string()),
            SheetCell::text(self.name(&cell.unit)),
            SheetCell::text(cell.indicator.clone()),
            SheetCell::text(indicator.title.vi.clone()),
            SheetCell::text(measure_told(&indicator.measure)),
            SheetCell::text(part.map(|part| dimension_told(part.dimension)).unwrap_or_default()),
            SheetCell::text(part.map(|part| part.key.clone()).unwrap_or_default()),
            shown.map_or(SheetCell::Empty, |_| self.written(indicator, Some(place))),
            self.uncertain(Some(place)),
            SheetCell::text(status),
            SheetCell::text(self.report.figures_sha256.clone()),
        ]
    }
}

impl Sheet {
    /// A line whose columns are one.
    pub(super) fn merged_line(&mut self, columns: usize, cell: SheetCell) {
        let line = self.lines.len();
        self.merged.push(Merged { lines: (line, line), columns: (0, columns - 1) });
        self.lines.push(vec![cell]);
    }

    /// A line of two halves.
    pub(super) fn halves(&mut self, half: usize, columns: usize, left: &str, right: &str) {
        let line = self.lines.len();
        self.merged.push(Merged { lines: (line, line), columns: (0, half - 1) });
        self.merged.push(Merged { lines: (line, line), columns: (half, columns - 1) });
        let mut cells = vec![SheetCell::Empty; half + 1];
        cells[0] = SheetCell::Title(left.to_owned());
        cells[half] = SheetCell::Title(right.to_owned());
        self.lines.push(cells);
    }
}

/// A period in words, with its days.
fn period_told(period: Period) -> String {
    let days = period.days();
    let between = format!("từ {} đến {}", day(days.from), day(days.to));
    let Period::Of { scheme, span, year, number } = period else { return format!("Kỳ báo cáo {between}") };
    let by = match scheme {
        Scheme::Legal => "",
        Scheme::Calendar => " theo năm dương lịch",
    };
    let named = match span {
        Span::Month => format!("tháng {number} năm {year}"),
        Span::Quarter => format!("quý {number} năm {year}"),
        Span::HalfYear if number == 1 => format!("6 tháng đầu năm {year}"),
        Span::HalfYear => format!("6 tháng cuối năm {year}"),
        Span::Year => format!("năm {year}"),
    };
    format!("Kỳ báo cáo: {named}{by} ({between})")
}

/// A figure as people write it.
pub(super) fn figure_told(measure: &str, figure: Figure) -> SheetCell {
    if measure == "percent" { percent_told(figure.value) } else { SheetCell::Number(figure.value) }
}

/// Hundredths of a percent as people write them.
pub(super) fn percent_told(hundredths: i64) -> SheetCell {
    SheetCell::text(format!("{},{:02}", hundredths / 100, hundredths % 100))
}

/// A unit of measure as people write it. The indicators have no others.
pub(super) fn measure_told(measure: &str) -> &str {
    match measure {
        "product" => "sản phẩm",
        "village" => "làng nghề",
        "organisation" => "tổ chức",
        "person" => "người",
        "attendance" => "lượt",
        "percent" => "%",
        "certificate" => "giấy chứng nhận",
        "producer" => "chủ thể",
        "dossier" => "hồ sơ",
        "sheet" => "phiếu",
        "point" => "điểm",
        "commune" => "xã",
        "item" => "tin, bài",
        "policy" => "chính sách",
        "project" => "đề tài, dự án",
        "consultant" => "đơn vị tư vấn",
        "partner" => "đối tác",
        "dong" => "đồng",
        "sales_point" => "điểm bán",
        "event" => "sự kiện",
        other => other,
    }
}

pub(super) fn dimension_told(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Star => "Hạng sao",
        Dimension::ProductSet => "Bộ sản phẩm",
        Dimension::Sector => "Ngành",
        Dimension::ProducerKind => "Loại chủ thể",
        Dimension::DossierKind => "Loại hồ sơ",
        Dimension::LedBy => "Người đứng đầu",
        Dimension::OfficialLevel => "Cấp công tác",
        Dimension::Category => "Phân loại",
        Dimension::Criterion => "Tiêu chí",
    }
}

pub(super) fn part_told(dimension: Dimension, key: &str) -> String {
    match dimension {
        Dimension::Star if key == "0" => "Chưa rõ hạng sao".to_owned(),
        Dimension::Star => format!("{key} sao"),
        other => format!("{}: {key}", dimension_told(other)),
    }
}
