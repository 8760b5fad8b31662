//! Who stands in for whom, the newest first.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::delegation::Delegation;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct ListDelegations {
    unit: Option<UnitId>,
    on: Option<NaiveDate>,
    page: Page,
}

impl ListDelegations {
    pub(crate) fn parse(message: pb::ListDelegationsRequest) -> Result<Self, Error> {
        let filter = pb::ListDelegationsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let on = fields.optional_date("on_day", &message.on_day);
        let size = fields.page_size(message.page_size);
        let (unit, on, size) = fields.finish((unit, on, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, on, page })
    }
}

pub(crate) async fn list_delegations(view: &View, command: &ListDelegations) -> Result<Paged<Delegation>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    let filter = store::delegations::Filter { units, on: command.on };
    Ok(store::delegations::list(view, &filter, &command.page).await?)
}
