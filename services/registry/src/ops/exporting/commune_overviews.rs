//! What communes have in the register, as lines.

use proto::registry::v1 as pb;

use super::{Page, Titles, place};
use crate::View;
use crate::domain::programme::CommuneOverview;
use crate::domain::units::History;
use crate::error::Error;
use crate::ops::{ListCommuneOverviews, list_commune_overviews};
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Xã có sản phẩm", "Communes"),
    columns: &[
        ("Mã đơn vị", "Place"),
        ("Xã", "Commune"),
        ("Tỉnh", "Province"),
        ("Chủ thể", "Producers"),
        ("Sản phẩm", "Products"),
        ("Sản phẩm còn hạn chứng nhận", "Products with a certificate in force"),
        ("Chủ thể mẫu", "Sample producers"),
        ("Sản phẩm mẫu", "Sample products"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListCommuneOverviewsRequest) -> Result<Page, Error> {
    let history = view.service().units.of(view).await?;
    let page = list_commune_overviews(view, &ListCommuneOverviews::parse(filter)?).await?.page;
    let rows = page.rows.iter().map(|overview| line(view, &history, overview)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(view: &View, history: &History, CommuneOverview { commune, counts }: &CommuneOverview) -> Vec<Cell> {
    let counted =
        [counts.producers, counts.products, counts.certified_products, counts.sample_producers, counts.sample_products];
    let place = place(history, &commune.id, view.today());
    place.into_iter().chain(counted.map(Cell::Number)).collect()
}
