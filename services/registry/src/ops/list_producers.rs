//! Producers in Vietnamese order of their names.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::person::Representative;
use crate::domain::producer::{Producer, ProducerKind};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct ListProducers {
    unit: Option<UnitId>,
    kind: Option<ProducerKind>,
    active: Option<bool>,
    text: String,
    page: Page,
}

impl ListProducers {
    pub(crate) fn parse(message: pb::ListProducersRequest) -> Result<Self, Error> {
        let filter = pb::ListProducersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let kind = wire::producers::read_optional_kind(&mut fields, "kind", message.kind);
        let active = wire::producers::read_optional_state(&mut fields, message.state);
        let text = fields.optional_line("text", &message.text, 100);
        let size = fields.page_size(message.page_size);
        let (unit, kind, active, text, size) = fields.finish((unit, kind, active, text, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, kind, active, text, page })
    }
}

/// The producers, and who represents them.
pub(crate) async fn list_producers(
    view: &View,
    command: &ListProducers,
) -> Result<Paged<(Producer, Option<Representative>)>, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let filter = store::producers::Filter {
        units: policy::listed_units(view.authority(), asked.as_deref())?,
        kind: command.kind,
        active: command.active,
        text: command.text.clone(),
    };
    let producers = store::producers::list(view, &filter, &command.page).await?;
    let listed: Vec<_> = producers.rows.iter().map(|producer| producer.id).collect();
    let mut representatives = store::representatives::present_of(view, &listed).await?;
    Ok(producers.map(|producer| {
        let representative = representatives.remove(&producer.id);
        (producer, representative)
    }))
}
