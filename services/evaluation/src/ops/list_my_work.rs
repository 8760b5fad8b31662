//! What waits for the caller, the most urgent first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::Turn;
use crate::domain::work_item::{Urgency, WorkItem};
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct ListMyWork {
    urgency: Option<Urgency>,
    turn: Option<Turn>,
    page: Page,
}

impl ListMyWork {
    pub(crate) fn parse(message: pb::ListMyWorkRequest) -> Result<Self, Error> {
        let filter = pb::ListMyWorkRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let urgency = wire::agenda::read_urgency(&mut fields, message.urgency);
        let turn = wire::agenda::read_optional_turn(&mut fields, message.turn);
        let size = fields.page_size(message.page_size);
        let (urgency, turn, size) = fields.finish((urgency, turn, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { urgency, turn, page })
    }
}

pub(crate) async fn list_my_work(view: &View, command: &ListMyWork) -> Result<(Paged<WorkItem>, Vec<PersonId>), Error> {
    let mut turns = policy::turns(view).await?;
    turns.retain(|held| command.turn.is_none_or(|turn| held.turn == turn));
    let walks = turns.into_iter().map(Into::into).collect();
    let filter = store::work_queue::Filter { walks, urgency: command.urgency, today: view.today() };
    let stands_in_for = store::delegations::held_by_caller(view).await?.into_iter().map(|held| held.from).collect();
    Ok((work_items(view, &filter, &command.page).await?, stands_in_for))
}

/// A page of work as it is today.
pub(super) async fn work_items(
    view: &View,
    filter: &store::work_queue::Filter,
    page: &Page,
) -> Result<Paged<WorkItem>, Error> {
    let calendar = store::calendar_days::calendar(view, &view.service().calendar).await?;
    let page = store::work_queue::list(view, filter, page).await?;
    Ok(page.map(|dossier| WorkItem::on(dossier, view.today(), &calendar)))
}
