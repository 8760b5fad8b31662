//! The rows of a list, as the sheet has them.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use super::get_learner_list::known;
use crate::View;
use crate::domain::learner_list::{LearnerListId, ListRow, RowState};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct ListLearnerListRows {
    list: LearnerListId,
    state: Option<RowState>,
    page: Page,
}

impl ListLearnerListRows {
    pub(crate) fn parse(message: pb::ListLearnerListRowsRequest) -> Result<Self, Error> {
        let filter = pb::ListLearnerListRowsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let list = fields.id("learner_list_id", &message.learner_list_id);
        let state = wire::read_optional_row_state(&mut fields, "state", message.state);
        let size = fields.page_size(message.page_size);
        let (list, state, size) = fields.finish((list, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { list, state, page })
    }
}

pub(crate) async fn list_learner_list_rows(
    view: &View,
    command: &ListLearnerListRows,
) -> Result<Paged<ListRow>, Error> {
    let (list, _) = known(view, command.list, policy::seen(view)).await?;
    Ok(store::learner_lists::list_rows(view, list.id, command.state, &command.page).await?)
}
