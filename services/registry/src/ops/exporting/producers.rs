//! Producers as lines.

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles, kind, number, place, state};
use crate::View;
use crate::domain::producer::Producer;
use crate::domain::producer::record::Outlet;
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListProducers, list_producers};
use platform::sheets::Cell;

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
        ("Vốn điều lệ (đồng)", "Capital (đồng)"),
        ("Tỷ lệ vốn địa phương (%)", "Share of local capital (%)"),
        ("Website", "Website"),
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
        number(facts.record.capital_dong),
        Cell::text(facts.record.local_capital.map(|share| percent(share.hundredths_percent())).unwrap_or_default()),
        Cell::text(first_link(&facts.record.outlets)),
        state(&producer.state, english),
        Cell::Day(civil_date(producer.created_at)),
        Cell::text(producer.id.to_string()),
    ]
}

/// `51,5` of 5150 hundredths.
fn percent(hundredths: i32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if rest == 0 { whole.to_string() } else { format!("{whole},{rest:02}") }
}

/// The first page on the web where it sells.
fn first_link(outlets: &[Outlet]) -> String {
    outlets.iter().find_map(|outlet| outlet.link.as_ref()).map(ToString::to_string).unwrap_or_default()
}
