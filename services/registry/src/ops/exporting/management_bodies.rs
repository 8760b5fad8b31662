//! Management bodies as lines.

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles, level, place, state};
use crate::View;
use crate::domain::management::{ManagementBody, ManagementBodyKind};
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListManagementBodies, list_management_bodies};
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Cơ quan quản lý", "Management bodies"),
    columns: &[
        ("Tên cơ quan", "Management body"),
        ("Loại", "Kind"),
        ("Cấp", "Level"),
        ("Mã đơn vị", "Place"),
        ("Đơn vị", "Unit"),
        ("Số quyết định", "Decision number"),
        ("Ngày quyết định", "Decision date"),
        ("Trạng thái", "State"),
        ("Ngày ghi vào sổ", "Registered on"),
        ("Mã bản ghi (UUID)", "Identity (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListManagementBodiesRequest, english: bool) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let page = list_management_bodies(view, &ListManagementBodies::parse(filter)?).await?;
    let rows = page.rows.into_iter().map(|body| line(view, &history, body, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(view: &View, history: &History, body: ManagementBody, english: bool) -> Vec<Cell> {
    let [unit, name, _] = place(history, &body.place.unit, view.today());
    vec![
        Cell::text(body.name),
        kind(body.kind, english),
        level(body.place.level, english),
        unit,
        name,
        Cell::text(body.document.number),
        Cell::day(body.document.date),
        state(&body.state, english),
        Cell::Day(civil_date(body.created_at)),
        Cell::text(body.id.to_string()),
    ]
}

fn kind(kind: ManagementBodyKind, english: bool) -> Cell {
    let (vi, en) = match kind {
        ManagementBodyKind::SteeringCommittee => ("Ban chỉ đạo", "Steering committee"),
        ManagementBodyKind::OcopAgency => ("Cơ quan tham mưu OCOP", "OCOP agency"),
        ManagementBodyKind::UnitInCharge => ("Bộ phận phụ trách", "Unit in charge"),
    };
    Cell::text(if english { en } else { vi })
}
