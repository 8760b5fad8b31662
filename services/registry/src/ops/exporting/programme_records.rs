//! The programme's records as lines: what all kinds have, and behind it what the kind asked for has.

mod words;

use platform::access::UnitId;
use platform::clock::civil_date;
use proto::registry::v1 as pb;

use self::words::{category, kind, resource_form, scale};
use super::{Page, Titles, level, place, state};
use crate::View;
use crate::domain::producer::record::WebLink;
use crate::domain::programme::{Detail, Level, Paid, ProgrammeRecord, RecordKind};
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListProgrammeRecords, list_programme_records};
use crate::wire::choices::Choice as _;
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Bản ghi chương trình", "Programme records"),
    columns: &[
        ("Tên", "Title"),
        ("Loại bản ghi", "Kind of record"),
        ("Phân loại", "Category"),
        ("Cấp", "Level"),
        ("Mã đơn vị", "Place"),
        ("Đơn vị", "Unit"),
        ("Từ ngày", "First day"),
        ("Đến ngày", "Last day"),
        ("Địa điểm", "Where"),
        ("Kinh phí dự kiến (đồng)", "Planned (đồng)"),
        ("Kinh phí đã chi (đồng)", "Spent (đồng)"),
        ("Số chủ thể được chi", "Producers paid"),
        ("Số chủ thể", "Producers served"),
        ("Số sản phẩm", "Products served"),
        ("Số văn bản", "Document number"),
        ("Ngày văn bản", "Document date"),
        ("Ghi chú", "Note"),
        ("Trạng thái", "State"),
        ("Ngày ghi vào sổ", "Registered on"),
        ("Mã bản ghi (UUID)", "Identity (UUID)"),
    ],
};

/// The kind that a filter asks for.
pub(crate) fn kind_asked_for(filter: &pb::ListProgrammeRecordsRequest) -> Option<RecordKind> {
    let asked = filter.filter.as_ref().map_or(0, |filter| filter.kind);
    pb::ProgrammeRecordKind::try_from(asked).ok().and_then(RecordKind::of)
}

/// The columns that only a kind has.
pub(crate) fn own_columns(kind: RecordKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        RecordKind::CraftVillage => &[
            ("Gắn với du lịch từ", "Linked with tourism since"),
            ("Nghề", "Trade"),
            ("Cơ quan công nhận", "Recognised by"),
            ("Số hộ", "Households"),
            ("Số lao động", "Workers"),
        ],
        RecordKind::OrganisationSupport => &[("Đơn vị hỗ trợ", "Supported by"), ("Nội dung hỗ trợ", "Measures")],
        RecordKind::CommunicationItem => &[
            ("Phương tiện", "Medium"),
            ("Khẩu hiệu", "Slogan"),
            ("Liên kết", "Link"),
            ("Số người tiếp cận", "People reached"),
        ],
        RecordKind::Policy => &[("Cơ quan ban hành", "Issuer"), ("Nội dung", "Content")],
        RecordKind::ScienceProject => &[
            ("Nơi đặt hàng", "Demand of"),
            ("Đơn vị thực hiện", "Institution"),
            ("Công nghệ", "Technology"),
            ("Kết quả", "Result"),
            ("Nơi ứng dụng", "Applied at"),
        ],
        RecordKind::Consultant => &[("Bên thuê", "Contracted by"), ("Hỗ trợ đã thực hiện", "Support given")],
        RecordKind::Partner => &[("Nội dung thỏa thuận", "Agreement"), ("Hỗ trợ đã thực hiện", "Support given")],
        RecordKind::Resource => &[("Hình thức", "Form"), ("Bên cung cấp", "Giver")],
        RecordKind::SalesPoint => &[("Địa chỉ", "Address"), ("Đơn vị vận hành", "Operator"), ("Liên kết", "Link")],
        RecordKind::TradeEvent => {
            &[("Quy mô", "Scale"), ("Đơn vị tổ chức", "Organiser"), ("Doanh số (đồng)", "Sales (đồng)")]
        }
    }
}

pub(crate) async fn page(view: &View, filter: pb::ListProgrammeRecordsRequest, english: bool) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let with_own = kind_asked_for(&filter).is_some();
    let page = list_programme_records(view, &ListProgrammeRecords::parse(filter)?).await?;
    let line = |(record, paid): (ProgrammeRecord, _)| {
        let own = if with_own { own_cells(record.facts.detail.clone(), english) } else { Vec::new() };
        let mut cells = common_cells(view, &history, record, paid, english);
        cells.extend(own);
        cells
    };
    let rows = page.rows.into_iter().map(line).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn common_cells(view: &View, history: &History, record: ProgrammeRecord, paid: Paid, english: bool) -> Vec<Cell> {
    let facts = record.facts;
    let [unit, name, _] = place(history, &facts.unit, view.today());
    let (of_kind, detail) = (facts.kind(), &facts.detail);
    let spent = if of_kind.has_payments() { paid.amount } else { facts.spent };
    let count = |many: usize| Cell::Number(i64::try_from(many).unwrap_or(i64::MAX));
    vec![
        Cell::text(facts.title.clone()),
        kind(of_kind, english),
        category(detail, english),
        level(level_of(&facts.unit, &record.province), english),
        unit,
        name,
        Cell::Day(facts.first_day),
        Cell::day(facts.last_day),
        Cell::text(facts.place),
        Cell::Number(facts.planned),
        Cell::Number(spent),
        Cell::Number(paid.beneficiaries),
        count(facts.producers.len()),
        count(facts.products.len()),
        Cell::text(facts.document.number),
        Cell::day(facts.document.date),
        Cell::text(facts.note),
        state(&record.state, english),
        Cell::Day(civil_date(record.created_at)),
        Cell::text(record.id.to_string()),
    ]
}

fn level_of(unit: &UnitId, province: &UnitId) -> Level {
    match unit {
        unit if unit.is_country() => Level::Ministry,
        unit if unit == province => Level::Province,
        _ => Level::Commune,
    }
}

/// What only the kind of a record has, as `own_columns` calls it.
fn own_cells(detail: Detail, english: bool) -> Vec<Cell> {
    let link = |link: Option<WebLink>| Cell::text(link.map(|link| link.to_string()).unwrap_or_default());
    match detail {
        Detail::CraftVillage(village) => vec![
            Cell::day(village.linked_since),
            Cell::text(village.trade),
            Cell::text(village.recognised_by),
            Cell::Number(village.households.into()),
            Cell::Number(village.workers.into()),
        ],
        Detail::OrganisationSupport(support) => vec![Cell::text(support.supported_by), Cell::text(support.measures)],
        Detail::CommunicationItem(item) => {
            vec![Cell::text(item.medium), Cell::text(item.slogan), link(item.link), Cell::Number(item.audience.into())]
        }
        Detail::Policy(policy) => vec![Cell::text(policy.issuer), Cell::text(policy.content)],
        Detail::ScienceProject(project) => {
            [project.demand_owner, project.institution, project.technology, project.result, project.applied_at]
                .map(Cell::text)
                .to_vec()
        }
        Detail::Consultant(given) => vec![Cell::text(given.contracted_by), Cell::text(given.support_given)],
        Detail::Partner(given) => vec![Cell::text(given.agreement), Cell::text(given.support_given)],
        Detail::Resource(given) => vec![resource_form(given.form, english), Cell::text(given.giver)],
        Detail::SalesPoint(point) => vec![Cell::text(point.address), Cell::text(point.operator), link(point.link)],
        Detail::TradeEvent(event) => {
            vec![scale(event.scale, english), Cell::text(event.organiser), Cell::Number(event.sales)]
        }
    }
}
