//! Orders that nothing be erased, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::retention::LegalHold;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListLegalHolds {
    unit: Option<UnitId>,
    in_force: bool,
    page: Page,
}

impl ListLegalHolds {
    pub(crate) fn parse(message: pb::ListLegalHoldsRequest) -> Result<Self, Error> {
        let filter = pb::ListLegalHoldsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, in_force: message.in_force, page })
    }
}

pub(crate) async fn list_legal_holds(view: &View, command: &ListLegalHolds) -> Result<Paged<LegalHold>, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let units = policy::listed_units(view.authority(), asked.as_deref())?;
    Ok(store::legal_holds::list(view, &units, command.in_force, &command.page).await?)
}
