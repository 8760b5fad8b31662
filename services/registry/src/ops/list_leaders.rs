//! The leaders of a producer, the newest term first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::leader::Leader;
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListLeaders {
    producer: ProducerId,
    page: Page,
}

impl ListLeaders {
    pub(crate) fn parse(message: pb::ListLeadersRequest) -> Result<Self, Error> {
        let filter = pb::ListLeadersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let size = fields.page_size(message.page_size);
        let (producer, size) = fields.finish((producer, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { producer, page })
    }
}

pub(crate) async fn list_leaders(view: &View, command: &ListLeaders) -> Result<Paged<Leader>, Error> {
    let found = store::producers::find(view, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::seen(view))?;
    Ok(store::leaders::list(view, producer.id, &command.page).await?)
}
