//! What the producer hands in: Forms 01 and 02.

use platform::clock::civil_date;
use platform::text;

use super::{About, FormKind, Line, OfficialForm, Row, Section, Table, level, outcome_text, sheet_rows};
use crate::domain::criteria::Criterion;
use crate::domain::dossier::Receipt;
use crate::domain::dossier::forms::{Forms, ResultsSinceRecognition};
use crate::domain::evidence::{Paper, Place};
use crate::domain::score::score_sheet;
use crate::domain::sheet::Form;
use crate::error::Error;

/// Form 01 of a version, with the numbers the levels gave it.
pub(crate) fn registration_form(about: &About<'_>, number: i32, forms: &Forms, receipts: &[Receipt]) -> OfficialForm {
    let registration = &forms.registration;
    let source = |field: &str| format!("{}/registration_form.{field}", about.version_path(number));
    let lines = vec![
        Line::new("Hạng sao đăng ký", format!("{} sao", registration.target_star), source("target_star")),
        Line::new("Mô tả sản phẩm", &registration.product_description, source("product_description")),
        Line::new("Nguyên liệu", &registration.raw_material, source("raw_material")),
        Line::new("Nơi sản xuất", &registration.production_place, source("production_place")),
        Line::new("Thị trường", &registration.market, source("market")),
    ];
    let received = receipts.iter().map(|receipt| {
        let day = |day| text::day(day);
        let cells = vec![
            level(receipt.level).to_owned(),
            receipt.number.clone(),
            day(civil_date(receipt.received_at)),
            receipt.due_on.map(day).unwrap_or_default(),
        ];
        Row::new(cells, format!("{}/receipts/{}", about.path(), receipt.level.name()))
    });
    let received = Table {
        columns: &["Nơi tiếp nhận", "Số phiếu", "Ngày tiếp nhận", "Hạn giải quyết"],
        rows: received.collect(),
    };
    let slip = receipts.first().map(|receipt| receipt.number.clone()).unwrap_or_default();
    let sections = vec![
        about.product_section(),
        Section::of_lines("Nội dung đăng ký", lines),
        Section::of_table("Tiếp nhận", received),
    ];
    OfficialForm::new(FormKind::RegistrationForm, slip, about.rules, sections)
}

/// Form 02 of a version, with the papers that are evidence in it.
pub(crate) fn self_assessment(
    about: &About<'_>,
    number: i32,
    forms: &Forms,
    held: &[(Place, Paper)],
) -> Result<OfficialForm, Error> {
    let path = about.version_path(number);
    let form = Form::new(about.set, &forms.fixed_cases(about.set))?;
    let sheet = form.read(&forms.choices())?;
    let item = |code: &str| forms.self_assessment.items.iter().find(|item| item.criterion == code);
    let further = |criterion: &Criterion| {
        let said = item(&criterion.code).map(|item| item.description.clone()).unwrap_or_default();
        let place = Place::Criterion(criterion.code.clone());
        let papers = held.iter().filter(|(at, _)| *at == place).map(|(_, paper)| paper_text(paper));
        [said, papers.collect::<Vec<_>>().join("; ")]
    };
    let mut rows = sheet_rows(&form, &sheet, |code| format!("{path}/self_assessment.items[{code}]"), further);
    let score = score_sheet(&form, &sheet);
    let result = outcome_text(&score);
    let cells = ["", "Tự xếp hạng", result.as_str(), "", "", "", ""];
    rows.push(Row::total(cells.map(str::to_owned).to_vec(), format!("{path}/own_score")));

    let summary = Line::new("Giới thiệu", &forms.self_assessment.summary, format!("{path}/self_assessment.summary"));
    let mut sections = vec![
        about.product_section(),
        Section::of_lines("Phần I, II. Chủ thể và sản phẩm", vec![summary]),
        Section::of_table(
            "Phần III. Tự đánh giá theo tiêu chí",
            Table {
                columns: &["Mã", "Tiêu chí", "Phương án", "Điểm tối đa", "Điểm tự chấm", "Thuyết minh", "Minh chứng"],
                rows,
            },
        ),
    ];
    if !forms.changes.is_empty() {
        let rows = forms.changes.iter().enumerate().map(|(index, change)| {
            let cells = vec![change.criterion.clone(), change.description.clone()];
            Row::new(cells, format!("{path}/changes[{index}]"))
        });
        let table = Table { columns: &["Tiêu chí", "Nội dung thay đổi"], rows: rows.collect() };
        sections.push(Section::of_table("Thay đổi so với lần công nhận trước", table));
    }
    if let Some(results) = &forms.results {
        sections.push(results_section(results, &path));
    }
    Ok(OfficialForm::new(FormKind::SelfAssessment, String::new(), about.rules, sections))
}

/// What a re-ranking tells of the years since the recognition.
fn results_section(results: &ResultsSinceRecognition, path: &str) -> Section {
    let source = |field: &str| format!("{path}/results_since_recognition.{field}");
    let revenue = format!("{} đồng", text::thousands(results.revenue_vnd));
    let lines = vec![
        Line::new("Nguyên liệu", &results.raw_material, source("raw_material")),
        Line::new("Công nghệ", &results.technology, source("technology")),
        Line::new("Bao bì", &results.packaging, source("packaging")),
        Line::new("Nhãn", &results.label, source("label")),
        Line::new("Công bố chất lượng", &results.declaration, source("declaration")),
        Line::new("Kiểm nghiệm định kỳ", &results.periodic_tests, source("periodic_tests")),
        Line::new("Thị trường", &results.market, source("market")),
        Line::new("Sản lượng năm gần nhất", &results.output, source("output")),
        Line::new("Doanh thu năm gần nhất", revenue, source("revenue_vnd")),
    ];
    Section::of_lines("Kết quả từ khi được công nhận", lines)
}

/// A paper in a few words: number, issuer, and the last day it holds.
fn paper_text(paper: &Paper) -> String {
    let facts = &paper.facts;
    let mut parts: Vec<_> =
        [&facts.number, &facts.issuer].into_iter().filter(|part| !part.is_empty()).cloned().collect();
    if let Some(day) = facts.expires_on {
        parts.push(format!("có giá trị đến {}", text::day(day)));
    }
    if parts.is_empty() { format!("papers/{}", paper.id) } else { parts.join(", ") }
}
