//! Forms and papers of the programme as structured content, in Vietnamese.
//!
//! A form is put together from records each time it is asked for and kept nowhere: each line and row names the record
//! it was taken from, so that whoever reads it can go there.

mod council;
mod officials;
mod producer;
mod recognition;

use platform::text;

pub(crate) use self::council::score_sheet;
pub(crate) use self::officials::{commune_check, proposal, review_report};
pub(crate) use self::producer::{registration_form, self_assessment};
pub(crate) use self::recognition::{Recognised, certificate, decision};
use super::criteria::{CriteriaSet, Criterion};
use super::dossier::{Dossier, DossierKind, Level};
use super::score::{Outcome, Score};
use super::sheet::{Form, Sheet};

/// A form or a paper of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    RegistrationForm,
    SelfAssessment,
    CommuneCheck,
    Proposal,
    ReviewReport,
    ScoreSheet,
    Decision,
    Certificate,
}

/// What stands on a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfficialForm {
    pub(crate) kind: FormKind,
    pub(crate) number: String,
    pub(crate) legal_basis: String,
    pub(crate) sections: Vec<Section>,
}

/// A section of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) table: Option<Table>,
}

/// A line of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) source: String,
}

/// A table of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: &'static [&'static str],
    pub(crate) rows: Vec<Row>,
}

/// A row of a table: as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    pub(crate) source: String,
    pub(crate) is_total: bool,
}

/// What forms about a dossier have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) set: &'a CriteriaSet,
    /// Decision whose criteria apply.
    pub(crate) rules: &'a str,
    /// Name of the commune.
    pub(crate) commune: &'a str,
    /// Name of the province.
    pub(crate) province: &'a str,
}

impl FormKind {
    /// Its title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::RegistrationForm => "Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP",
            Self::SelfAssessment => "Báo cáo tự đánh giá sản phẩm OCOP",
            Self::CommuneCheck => "Phiếu đánh giá của Ủy ban nhân dân cấp xã",
            Self::Proposal => "Đề nghị đánh giá, phân hạng sản phẩm OCOP",
            Self::ReviewReport => "Báo cáo tư vấn, thẩm tra hồ sơ sản phẩm OCOP",
            Self::ScoreSheet => "Phiếu đánh giá của thành viên Hội đồng",
            Self::Decision => "Quyết định công nhận sản phẩm OCOP",
            Self::Certificate => "Giấy chứng nhận sản phẩm OCOP",
        }
    }

    /// Number of its model in the decision; none if it gives no model.
    fn model(self) -> Option<&'static str> {
        match self {
            Self::RegistrationForm => Some("Mẫu số 01"),
            Self::SelfAssessment => Some("Mẫu số 02"),
            Self::CommuneCheck => Some("Mẫu số 03"),
            _ => None,
        }
    }
}

impl OfficialForm {
    fn new(kind: FormKind, number: String, rules: &str, sections: Vec<Section>) -> Self {
        let legal_basis = match kind.model() {
            Some(model) => format!("{model}, Quyết định {rules}"),
            None => format!("Quyết định {rules}"),
        };
        Self { kind, number, legal_basis, sections }
    }
}

impl Section {
    fn of_lines(heading: impl Into<String>, lines: Vec<Line>) -> Self {
        Self { heading: heading.into(), lines, table: None }
    }

    fn of_table(heading: impl Into<String>, table: Table) -> Self {
        Self { heading: heading.into(), lines: Vec::new(), table: Some(table) }
    }
}

impl Line {
    fn new(label: &'static str, value: impl Into<String>, source: impl Into<String>) -> Self {
        Self { label, value: value.into(), source: source.into() }
    }
}

impl Row {
    fn new(cells: Vec<String>, source: impl Into<String>) -> Self {
        Self { cells, source: source.into(), is_total: false }
    }

    fn total(cells: Vec<String>, source: impl Into<String>) -> Self {
        Self { is_total: true, ..Self::new(cells, source) }
    }
}

impl About<'_> {
    /// Path of the dossier.
    fn path(&self) -> String {
        format!("dossiers/{}", self.dossier.id)
    }

    /// Path of a version of the dossier.
    fn version_path(&self, number: i32) -> String {
        format!("{}/versions/{number}", self.path())
    }

    /// What it is about: product, producer and place, as they were when the dossier was begun.
    fn product_section(&self) -> Section {
        let (path, dossier) = (self.path(), self.dossier);
        let mut lines = vec![
            Line::new("Tên sản phẩm", &dossier.product.name, format!("{path}/product.name")),
            Line::new("Bộ sản phẩm", set_title(self.set), format!("{path}/product.product_set")),
            Line::new("Chủ thể", &dossier.producer.name, format!("{path}/producer.name")),
            Line::new("Loại hình chủ thể", producer_kind(&dossier.producer.kind), format!("{path}/producer.kind")),
            Line::new("Xã, phường, đặc khu", self.commune, format!("{path}/product.unit_id")),
            Line::new("Tỉnh, thành phố", self.province, format!("{path}/product.unit_id")),
            Line::new("Loại hồ sơ", dossier_kind(dossier.kind), format!("{path}/kind")),
        ];
        if let Some(code) = &dossier.code {
            lines.push(Line::new("Mã số sản phẩm", code, format!("{path}/product_code")));
        }
        if dossier.product.sample {
            lines.push(Line::new("Lưu ý", "Hồ sơ mẫu, không có giá trị pháp lý", format!("{path}/sample")));
        }
        Section::of_lines("Sản phẩm và chủ thể", lines)
    }
}

/// The rows of a sheet: criterion by criterion with a subtotal for each part. `further` are the cells that follow
/// the points of a criterion; they are empty in subtotals.
fn sheet_rows<const N: usize>(
    form: &Form<'_>,
    sheet: &Sheet,
    source: impl Fn(&str) -> String,
    further: impl Fn(&Criterion) -> [String; N],
) -> Vec<Row> {
    let set = form.set();
    let mut rows = Vec::new();
    for (place, part) in set.parts.iter().enumerate() {
        let of_part = || set.criteria.iter().enumerate().filter(|(_, criterion)| criterion.part == place);
        for (index, criterion) in of_part() {
            let chosen = form.option(index, sheet.option(index));
            let label = chosen.map_or_else(|| "Không chọn".to_owned(), |option| option.label.vi.clone());
            let (most, points) = (criterion.max_points.to_string(), form.points(sheet, index).to_string());
            let mut cells = vec![criterion.code.clone(), criterion.title.vi.clone(), label, most, points];
            cells.extend(further(criterion));
            rows.push(Row::new(cells, source(&criterion.code)));
        }
        let points: i32 = of_part().map(|(index, _)| form.points(sheet, index)).sum();
        let title = format!("Cộng phần {}", part.code);
        let mut cells = vec![String::new(), title, String::new(), part.max_points.to_string(), points.to_string()];
        cells.extend([const { String::new() }; N]);
        rows.push(Row::total(cells, source(&part.code)));
    }
    rows
}

/// What a score came to, in words.
fn outcome_text(score: &Score) -> String {
    let reasons = |rules: &[super::score::AppliedRule]| {
        rules.iter().map(|rule| rule.text.vi.as_str()).collect::<Vec<_>>().join("; ")
    };
    match &score.outcome {
        Outcome::Ranked(ranking) => {
            let mean = text::hundredths(ranking.mean_hundredths().into());
            format!("{mean} điểm, hạng {} sao", ranking.star)
        }
        Outcome::Eliminated(rules) => format!("Bị loại: {}", reasons(rules)),
        Outcome::Stopped(rules) => format!("Dừng đánh giá: {}", reasons(rules)),
    }
}

fn set_title(set: &CriteriaSet) -> String {
    format!("{}. {}", set.number, set.title.vi)
}

/// The kind of a dossier, in words.
fn dossier_kind(kind: DossierKind) -> &'static str {
    match kind {
        DossierKind::First => "Đánh giá lần đầu",
        DossierKind::Upgrade => "Đánh giá nâng hạng",
        DossierKind::ReRanking => "Phân hạng lại",
    }
}

/// A level, in words.
fn level(level: Level) -> &'static str {
    match level {
        Level::Commune => "Cấp xã",
        Level::Province => "Cấp tỉnh",
        Level::Ministry => "Trung ương",
    }
}

/// The kind of a producer, in words; as registry names it where it has none here.
fn producer_kind(name: &str) -> &str {
    match name {
        "cooperative" => "Hợp tác xã",
        "cooperative_group" => "Tổ hợp tác",
        "sme" => "Doanh nghiệp nhỏ và vừa",
        "farm" => "Trang trại",
        "production_household" => "Hộ sản xuất",
        "household_business" => "Hộ kinh doanh",
        "association" => "Hiệp hội",
        "tourism_management" => "Tổ chức quản lý du lịch cộng đồng",
        other => other,
    }
}
