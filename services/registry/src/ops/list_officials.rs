//! Officials of management bodies, the newest term first.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::management::{ManagementBody, ManagementBodyId, Official};
use crate::domain::programme::Level;
use crate::error::Error;
use crate::wire::choices;
use crate::{policy, store};

pub(crate) struct ListOfficials {
    body: Option<ManagementBodyId>,
    unit: Option<UnitId>,
    level: Option<Level>,
    in_office_on: Option<NaiveDate>,
    page: Page,
}

impl ListOfficials {
    pub(crate) fn parse(message: pb::ListOfficialsRequest) -> Result<Self, Error> {
        let filter = pb::ListOfficialsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let body = fields.optional_id("body_id", &message.body_id);
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let level = choices::read_optional(&mut fields, "level", message.level);
        let in_office_on = fields.optional_date("in_office_on", &message.in_office_on);
        let size = fields.page_size(message.page_size);
        let (body, unit, level, in_office_on, size) = fields.finish((body, unit, level, in_office_on, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { body, unit, level, in_office_on, page })
    }
}

pub(crate) async fn list_officials(
    view: &View,
    command: &ListOfficials,
) -> Result<Paged<(Official, ManagementBody)>, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let filter = store::officials::Filter {
        units: policy::listed_units(view.authority(), asked.as_deref())?,
        level: command.level,
        body: command.body,
        in_office_on: command.in_office_on,
    };
    Ok(store::officials::list(view, &filter, &command.page).await?)
}
