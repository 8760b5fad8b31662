//! What producers earned and whom they employed, the newest record first, with the sums of what is in force.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::figures::{Figures, Totals};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListProducerFigures {
    unit: Option<UnitId>,
    producer: Option<ProducerId>,
    year: Option<i32>,
    with_corrected: bool,
    page: Page,
}

impl ListProducerFigures {
    pub(crate) fn parse(message: pb::ListProducerFiguresRequest) -> Result<Self, Error> {
        let filter = pb::ListProducerFiguresRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let producer = fields.optional_id("producer_id", &message.producer_id);
        let year = fields.number("year", message.year, 0..=2100);
        let size = fields.page_size(message.page_size);
        let (unit, producer, year, size) = fields.finish((unit, producer, year, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        let year = Some(year).filter(|year| *year > 0);
        Ok(Self { unit, producer, year, with_corrected: message.with_corrected, page })
    }
}

pub(crate) async fn list_producer_figures(
    view: &View,
    command: &ListProducerFigures,
) -> Result<(Paged<Figures>, Totals), Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let (units, producers) = policy::sight(view).await?.listed(asked.as_deref())?;
    let filter = store::figures::Filter { units, producers, producer: command.producer, year: command.year };
    let figures = store::figures::list(view, &filter, command.with_corrected, &command.page).await?;
    let totals = store::figures::totals(view, &filter).await?;
    Ok((figures, totals))
}
