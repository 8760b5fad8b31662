//! Dossiers whose clock is overdue, whoever is late.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::list_my_work::work_items;
use crate::View;
use crate::domain::work_item::{Urgency, WorkItem};
use crate::error::Error;
use crate::store::work_queue::{Filter, Walk};

pub(crate) struct ListOverdue {
    unit: Option<UnitId>,
    page: Page,
}

impl ListOverdue {
    pub(crate) fn parse(message: pb::ListOverdueRequest) -> Result<Self, Error> {
        let filter = pb::ListOverdueRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, page })
    }
}

pub(crate) async fn list_overdue(view: &View, command: &ListOverdue) -> Result<Paged<WorkItem>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    let walks = units.into_iter().map(Walk::in_unit).collect();
    let filter = Filter { walks, urgency: Some(Urgency::Overdue), today: view.today() };
    work_items(view, &filter, &command.page).await
}
