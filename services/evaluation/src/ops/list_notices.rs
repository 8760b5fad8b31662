//! What the caller was told, the newest first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::notice::Notice;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct ListNotices {
    unacknowledged_only: bool,
    page: Page,
}

impl ListNotices {
    pub(crate) fn parse(message: pb::ListNoticesRequest) -> Result<Self, Error> {
        let filter = pb::ListNoticesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let size = fields.page_size(message.page_size);
        let (size,) = fields.finish((size,))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unacknowledged_only: message.unacknowledged_only, page })
    }
}

pub(crate) async fn list_notices(view: &View, command: &ListNotices) -> Result<Paged<Notice>, Error> {
    let filter = store::notices::Filter {
        turns: policy::turns(view).await?,
        person: view.person(),
        unacknowledged_only: command.unacknowledged_only,
    };
    Ok(store::notices::list(view, &filter, &command.page).await?)
}
