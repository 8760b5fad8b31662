//! Products in Vietnamese order of their names.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::producer::{ProducerId, ProducerKind};
use crate::domain::product::{Product, ProductCode};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct ListProducts {
    unit: Option<UnitId>,
    producer: Option<ProducerId>,
    producer_kind: Option<ProducerKind>,
    product_set: Option<i32>,
    active: Option<bool>,
    least_star: Option<i32>,
    paper_expires_by: Option<NaiveDate>,
    text: String,
    page: Page,
}

impl ListProducts {
    pub(crate) fn parse(message: pb::ListProductsRequest) -> Result<Self, Error> {
        let filter = pb::ListProductsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let producer = fields.optional_id("producer_id", &message.producer_id);
        let producer_kind = wire::producers::read_optional_kind(&mut fields, "producer_kind", message.producer_kind);
        let product_set = fields.number("product_set", message.product_set, 0..=999);
        let active = wire::producers::read_optional_state(&mut fields, message.state);
        let least_star = fields.number("least_star", message.least_star, 0..=5);
        let paper_expires_by = fields.optional_date("paper_expires_by", &message.paper_expires_by);
        let text = fields.optional_line("text", &message.text, 100);
        let size = fields.page_size(message.page_size);
        let (unit, producer, producer_kind, product_set, active, least_star, paper_expires_by, text, size) = fields
            .finish((unit, producer, producer_kind, product_set, active, least_star, paper_expires_by, text, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        let product_set = Some(product_set).filter(|number| *number > 0);
        Ok(Self {
            unit,
            producer,
            producer_kind,
            product_set,
            active,
            paper_expires_by,
            least_star: Some(least_star).filter(|star| *star > 0),
            text,
            page,
        })
    }
}

pub(crate) async fn list_products(
    view: &View,
    command: &ListProducts,
) -> Result<Paged<(Product, Vec<ProductCode>)>, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let (units, producers) = policy::sight(view).await?.listed(asked.as_deref())?;
    let filter = store::products::Filter {
        units,
        producers,
        producer: command.producer,
        producer_kind: command.producer_kind,
        product_set: command.product_set,
        active: command.active,
        paper_expires_by: command.paper_expires_by,
        certified: command.least_star.map(|star| (star, view.today())),
        text: command.text.clone(),
    };
    Ok(store::products::list(view, &filter, &command.page).await?)
}
