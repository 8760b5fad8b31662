//! Producers that may be one, pair by pair, for somebody to look at.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::likeness::Pair;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct FindDuplicateProducers {
    unit: Option<UnitId>,
    judged_distinct: bool,
    page: Page,
}

impl FindDuplicateProducers {
    pub(crate) fn parse(message: pb::FindDuplicateProducersRequest) -> Result<Self, Error> {
        let filter = pb::FindDuplicateProducersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, judged_distinct: message.judged_distinct, page })
    }
}

pub(crate) async fn find_duplicate_producers(
    view: &View,
    command: &FindDuplicateProducers,
) -> Result<Paged<Pair>, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let units = policy::listed_units(view.authority(), asked.as_deref())?;
    Ok(store::likeness::pairs(view, &units, command.judged_distinct, &command.page).await?)
}
