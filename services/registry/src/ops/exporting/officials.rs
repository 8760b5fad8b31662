//! Officials' terms as lines. They name persons: whose names a sheet shows is recorded.

use proto::registry::v1 as pb;

use super::{Page, Titles, level, place};
use crate::View;
use crate::domain::management::{ManagementBody, Official};
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListOfficials, list_officials};
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Cán bộ", "Officials"),
    columns: &[
        ("Họ và tên", "Full name"),
        ("Chức vụ", "Title"),
        ("Nhiệm vụ", "Duty"),
        ("Từ ngày", "Term from"),
        ("Đến ngày", "Term to"),
        ("Lý do kết thúc", "Reason of the end"),
        ("Cơ quan quản lý", "Management body"),
        ("Cấp", "Level"),
        ("Mã đơn vị", "Place"),
        ("Đơn vị", "Unit"),
        ("Mã người (UUID)", "Identity of the person (UUID)"),
        ("Mã nhiệm kỳ (UUID)", "Identity (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListOfficialsRequest, english: bool) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let page = list_officials(view, &ListOfficials::parse(filter)?).await?;
    let persons = page.rows.iter().map(|(official, _)| official.person.into()).collect();
    let rows = page.rows.into_iter().map(|row| line(view, &history, row, english)).collect();
    Ok(Page { rows, persons, next_page_token: page.next_page_token })
}

fn line(view: &View, history: &History, (official, body): (Official, ManagementBody), english: bool) -> Vec<Cell> {
    let [unit, name, _] = place(history, &body.place.unit, view.today());
    vec![
        Cell::text(official.full_name),
        Cell::text(official.title),
        Cell::text(official.duty),
        Cell::Day(official.term.from),
        Cell::day(official.term.to),
        Cell::text(official.end_reason),
        Cell::text(body.name),
        level(body.place.level, english),
        unit,
        name,
        Cell::text(official.person.to_string()),
        Cell::text(official.id.to_string()),
    ]
}
