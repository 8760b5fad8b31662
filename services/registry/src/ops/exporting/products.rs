//! Products as lines.

use std::collections::HashMap;

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles, number as number_cell, place, state};
use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::product::{Product, ProductCode};
use crate::domain::product_set;
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListProducts, list_products};
use crate::store;
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Sản phẩm", "Products"),
    columns: &[
        ("Tên sản phẩm", "Product name"),
        ("Chủ thể", "Producer"),
        ("Bộ sản phẩm", "Product set"),
        ("Tên bộ", "Title of the set"),
        ("Mã đơn vị", "Place"),
        ("Xã", "Commune"),
        ("Tỉnh", "Province"),
        ("Mã số sản phẩm", "Product code"),
        ("Mã cũ", "Old code"),
        ("Tiêu chuẩn", "Standard"),
        ("Slogan", "Slogan"),
        ("Bao bì", "Packaging"),
        ("Sản lượng", "Yearly capacity"),
        ("Đơn vị tính", "Unit of the capacity"),
        ("Mã vạch", "Barcode"),
        ("Truy xuất nguồn gốc", "Traceability"),
        ("Giấy tờ hết hạn", "Quality paper expires on"),
        ("Trạng thái", "State"),
        ("Ngày ghi vào sổ", "Registered on"),
        ("Mã bản ghi (UUID)", "Identity (UUID)"),
        ("Mã chủ thể (UUID)", "Identity of the producer (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListProductsRequest, english: bool) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let page = list_products(view, &ListProducts::parse(filter)?).await?;
    let producers: Vec<_> = page.rows.iter().map(|(product, _)| product.producer).collect();
    let names = store::exports::producer_names(view, &producers).await?;
    let rows = page.rows.into_iter().map(|found| line(view, &history, &names, found, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(
    view: &View,
    history: &History,
    names: &HashMap<ProducerId, String>,
    (product, codes): (Product, Vec<ProductCode>),
    english: bool,
) -> Vec<Cell> {
    let [unit, commune, province] = place(history, &product.facts.unit, view.today());
    let number = product.facts.product_set;
    let set = product_set::in_force_on(view.today()).find(|set| set.number == number);
    let record = product.facts.record;
    let (expires_on, capacity) = (record.first_expiry(), record.capacity);
    let title = set.map(|set| if english { set.title_en.clone() } else { set.title_vi.clone() });
    vec![
        Cell::text(product.facts.name),
        Cell::text(names.get(&product.producer).cloned().unwrap_or_default()),
        Cell::Number(number.into()),
        Cell::text(title.unwrap_or_default()),
        unit,
        commune,
        province,
        Cell::text(codes.first().map(ToString::to_string).unwrap_or_default()),
        Cell::text(joined(&record.former_codes)),
        Cell::text(record.standard),
        Cell::text(record.story.slogan),
        Cell::text(record.packaging),
        number_cell(capacity.as_ref().map(|capacity| capacity.amount)),
        Cell::text(capacity.map(|capacity| capacity.unit).unwrap_or_default()),
        Cell::text(joined(&record.barcodes)),
        Cell::text(record.traceability.map(|link| link.to_string()).unwrap_or_default()),
        Cell::day(expires_on),
        state(&product.state, english),
        Cell::Day(civil_date(product.created_at)),
        Cell::text(product.id.to_string()),
        Cell::text(product.producer.to_string()),
    ]
}

/// Several things in one cell.
fn joined(things: &[impl ToString]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
