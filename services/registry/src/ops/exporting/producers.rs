//! Producers as lines.

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles, kind, place, state};
use crate::View;
use crate::domain::producer::Producer;
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListProducers, list_producers};
use crate::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Chủ thể", "Producers"),
    columns: &[
        ("Tên chủ thể", "Producer name"),
        ("Loại hình", "Kind"),
        ("Mã đơn vị", "Place"),
        ("Xã", "Commune"),
        ("Tỉnh", "Province"),
        ("Số đăng ký", "Registration number"),
        ("Ngày đăng ký kinh doanh", "Registered as a business on"),
        ("Mã số thuế", "Tax code"),
        ("Địa chỉ chi tiết", "Address line"),
        ("Trạng thái", "State"),
        ("Ngày ghi vào sổ", "Registered on"),
        ("Mã chủ thể (UUID)", "Identity (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListProducersRequest, english: bool) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let page = list_producers(view, &ListProducers::parse(filter)?).await?;
    let rows = page.rows.into_iter().map(|(producer, _)| line(view, &history, producer, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(view: &View, history: &History, producer: Producer, english: bool) -> Vec<Cell> {
    let facts = producer.facts;
    let [unit, commune, province] = place(history, &facts.unit, view.today());
    vec![
        Cell::text(facts.name),
        kind(facts.kind, english),
        unit,
        commune,
        province,
        Cell::text(facts.registration_number.unwrap_or_default()),
        Cell::day(facts.record.registered_on),
        Cell::text(facts.tax_code.map(|code| code.as_str().to_owned()).unwrap_or_default()),
        Cell::text(facts.record.address_line),
        state(&producer.state, english),
        Cell::Day(civil_date(producer.created_at)),
        Cell::text(producer.id.to_string()),
    ]
}
