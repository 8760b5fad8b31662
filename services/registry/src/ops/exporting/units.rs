//! Units as lines.

use platform::access::UnitVersion;
use proto::registry::v1 as pb;

use super::{Page, Titles};
use crate::View;
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListUnits, list_units};
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Đơn vị hành chính", "Administrative units"),
    columns: &[
        ("Mã", "Code"),
        ("Mã đơn vị", "Identity"),
        ("Tên", "Name"),
        ("Tên tiếng Anh", "English name"),
        ("Đơn vị cấp trên", "Unit above"),
        ("Từ ngày", "From"),
        ("Đến ngày", "To"),
        ("Văn bản", "Act"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListUnitsRequest, english: bool) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let page = list_units(view, &ListUnits::parse(filter)?).await?.units;
    let rows = page.rows.into_iter().map(|unit| line(&history, unit, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(history: &History, unit: UnitVersion, english: bool) -> Vec<Cell> {
    let above = history.units().nearest(&unit.parent, unit.from);
    let above = above.map(|above| if english { above.name_en.clone() } else { above.name.clone() });
    vec![
        Cell::text(unit.id.code()),
        Cell::text(unit.id.to_string()),
        Cell::text(unit.name),
        Cell::text(unit.name_en),
        Cell::text(above.unwrap_or_default()),
        Cell::Day(unit.from),
        Cell::day(unit.to),
        Cell::text(unit.legal_act),
    ]
}
