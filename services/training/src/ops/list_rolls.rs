//! The rolls of a session, the one in force first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::training_class::TrainingClassId;
use crate::error::Error;
use crate::store::rolls::ListedRoll;
use crate::{policy, store};

pub(crate) struct ListRolls {
    class: TrainingClassId,
    session_number: i32,
    page: Page,
}

impl ListRolls {
    pub(crate) fn parse(message: pb::ListRollsRequest) -> Result<Self, Error> {
        let filter = pb::ListRollsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let size = fields.page_size(message.page_size);
        let (class, size) = fields.finish((class, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { class, session_number: message.session_number, page })
    }
}

pub(crate) async fn list_rolls(view: &View, command: &ListRolls) -> Result<Paged<ListedRoll>, Error> {
    let found = store::training_classes::find(view, command.class).await?;
    let class = policy::known_class(found, command.class, policy::seen(view))?;
    let session = class.session(command.session_number)?;
    Ok(store::rolls::list(view, session.id, &command.page).await?)
}
