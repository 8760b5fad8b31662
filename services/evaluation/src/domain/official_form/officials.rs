//! What officials write about a dossier before a council scores it: Form 03, the commune's proposal, the report of the
//! review.

use platform::clock::{Moment, civil_date};
use platform::text;

use super::{About, FormKind, Line, OfficialForm, Row, Section, Table, level};
use crate::domain::dossier::record::{
    Assessment, CommuneCheck, Record, RecordContent, ReviewReport, SiteSurvey, TestReport,
};

/// Form 03: what the commune found when it checked the dossier.
pub(crate) fn commune_check(about: &About<'_>, record: &Record, check: &CommuneCheck) -> OfficialForm {
    let path = path_of(about, record);
    let complete = if check.complete { "Hồ sơ đầy đủ" } else { "Hồ sơ chưa đầy đủ" };
    let contents = [
        ("Nguồn gốc sản phẩm, nguyên liệu địa phương", "raw_material", &check.raw_material),
        ("Sử dụng lao động địa phương", "labour", &check.labour),
        ("Nguồn gốc ý tưởng sản phẩm", "idea_origin", &check.idea_origin),
        ("Bản sắc và tri thức địa phương", "local_identity", &check.local_identity),
    ];
    let rows = contents.map(|(title, field, Assessment { met, remark })| {
        let met = if *met { "Đạt" } else { "Không đạt" };
        Row::new(vec![title.to_owned(), met.to_owned(), remark.clone()], format!("{path}/commune_check.{field}"))
    });
    let sections = vec![
        about.product_section(),
        Section::of_lines(
            "Thành phần hồ sơ",
            vec![
                Line::new("Kết quả kiểm tra", complete, format!("{path}/commune_check.complete")),
                Line::new("Ngày kiểm tra", text::day(civil_date(record.recorded_at)), format!("{path}/recorded_at")),
            ],
        ),
        Section::of_table(
            "Bốn nội dung cấp xã đánh giá",
            Table { columns: &["Nội dung", "Kết quả", "Nhận xét"], rows: rows.to_vec() },
        ),
        Section::of_lines(
            "Kiến nghị",
            vec![Line::new("Đề nghị của cấp xã", &check.proposal, format!("{path}/commune_check.proposal"))],
        ),
    ];
    OfficialForm::new(FormKind::CommuneCheck, String::new(), about.rules, sections)
}

/// The commune's proposal to the province, made at a moment.
pub(crate) fn proposal(about: &About<'_>, proposed_at: Moment, record: &Record, check: &CommuneCheck) -> OfficialForm {
    let path = path_of(about, record);
    let lines = vec![
        Line::new("Cơ quan đề nghị", format!("Ủy ban nhân dân {}", about.commune), about.path()),
        Line::new("Kính gửi", format!("Ủy ban nhân dân {}", about.province), about.path()),
        Line::new("Ngày đề nghị", text::day(civil_date(proposed_at)), format!("{}/proposed_on", about.path())),
        Line::new("Nội dung đề nghị", &check.proposal, format!("{path}/commune_check.proposal")),
    ];
    let sections = vec![Section::of_lines("Đề nghị", lines), about.product_section()];
    OfficialForm::new(FormKind::Proposal, String::new(), about.rules, sections)
}

/// The report that ended the review of a level, with the surveys and tests it could rest on.
pub(crate) fn review_report(
    about: &About<'_>,
    record: &Record,
    report: &ReviewReport,
    records: &[Record],
) -> OfficialForm {
    let path = path_of(about, record);
    let lines = vec![
        Line::new("Cấp thẩm tra", level(record.level), format!("{path}/level")),
        Line::new("Ngày báo cáo", text::day(civil_date(record.recorded_at)), format!("{path}/recorded_at")),
        Line::new("Nội dung đã xem xét", &report.summary, format!("{path}/review_report.summary")),
        Line::new("Đề nghị với Hội đồng", &report.proposal, format!("{path}/review_report.proposal")),
    ];
    let mut sections = vec![about.product_section(), Section::of_lines("Báo cáo", lines)];
    for other in records {
        match &other.content {
            RecordContent::SiteSurvey(survey) => sections.push(survey_section(&path_of(about, other), survey)),
            RecordContent::TestReport(test) => sections.push(test_section(&path_of(about, other), test)),
            RecordContent::CommuneCheck(_) | RecordContent::ReviewReport(_) => {}
        }
    }
    OfficialForm::new(FormKind::ReviewReport, String::new(), about.rules, sections)
}

fn survey_section(path: &str, survey: &SiteSurvey) -> Section {
    let source = |field: &str| format!("{path}/site_survey.{field}");
    Section::of_lines(
        "Khảo sát thực địa",
        vec![
            Line::new("Ngày khảo sát", text::day(survey.surveyed_on), source("surveyed_on")),
            Line::new("Địa điểm", &survey.place, source("place")),
            Line::new("Kết quả", &survey.findings, source("findings")),
        ],
    )
}

fn test_section(path: &str, test: &TestReport) -> Section {
    let source = |field: &str| format!("{path}/test_report.{field}");
    let lines = vec![
        Line::new("Số phiếu", &test.number, source("number")),
        Line::new("Phòng kiểm nghiệm", &test.laboratory, source("laboratory")),
        Line::new("Ngày lấy mẫu", text::day(test.sampled_on), source("sampled_on")),
        Line::new("Ngày trả kết quả", text::day(test.reported_on), source("reported_on")),
    ];
    let rows = test.readings.iter().enumerate().map(|(index, reading)| {
        let passes = if reading.passes { "Đạt" } else { "Không đạt" };
        let cells = [&reading.parameter, &reading.method, &reading.value, &reading.unit, &reading.limit];
        let cells = cells.into_iter().cloned().chain([passes.to_owned()]).collect();
        Row::new(cells, source(&format!("readings[{index}]")))
    });
    let columns = &["Chỉ tiêu", "Phương pháp", "Kết quả", "Đơn vị", "Giới hạn", "Đánh giá"];
    Section { heading: "Kiểm nghiệm".to_owned(), lines, table: Some(Table { columns, rows: rows.collect() }) }
}

fn path_of(about: &About<'_>, record: &Record) -> String {
    format!("{}/records/{}", about.path(), record.id)
}
