//! Requests of the ministry, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_redo_request::RedoRequestOnDay;
use crate::domain::dossier::DossierId;
use crate::domain::redo::RedoState;
use crate::error::Error;
use crate::{View, store, wire};

pub(crate) struct ListRedoRequests {
    unit: Option<UnitId>,
    dossier: Option<DossierId>,
    state: Option<RedoState>,
    overdue_only: bool,
    page: Page,
}

impl ListRedoRequests {
    pub(crate) fn parse(message: pb::ListRedoRequestsRequest) -> Result<Self, Error> {
        let filter = pb::ListRedoRequestsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let dossier = fields.optional_id("dossier_id", &message.dossier_id);
        let state = wire::redo::read_optional_state(&mut fields, message.state);
        let size = fields.page_size(message.page_size);
        let (unit, dossier, state, size) = fields.finish((unit, dossier, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, dossier, state, overdue_only: message.overdue_only, page })
    }
}

pub(crate) async fn list_redo_requests(
    view: &View,
    command: &ListRedoRequests,
) -> Result<Paged<RedoRequestOnDay>, Error> {
    let filter = store::redo_requests::Filter {
        units: view.authority().listed_units(command.unit.as_ref())?,
        dossier: command.dossier,
        state: command.state,
        overdue_on: command.overdue_only.then_some(view.today()),
    };
    let page = store::redo_requests::list(view, &filter, &command.page).await?;
    Ok(page.map(|request| (request, view.today())))
}
