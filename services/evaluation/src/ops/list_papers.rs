//! A producer's papers, the newest first: what a later dossier may use again.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;
use proto::registry::v1::GetProducerRequest;

use super::beginning::from_registry;
use crate::View;
use crate::domain::dossier::ProducerId;
use crate::domain::evidence::Paper;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListPapers {
    producer: ProducerId,
    page: Page,
}

impl ListPapers {
    pub(crate) fn parse(message: pb::ListPapersRequest) -> Result<Self, Error> {
        let filter = pb::ListPapersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let size = fields.page_size(message.page_size);
        let (producer, size) = fields.finish((producer, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { producer, page })
    }
}

pub(crate) async fn list_papers(view: &View, command: &ListPapers) -> Result<Paged<Paper>, Error> {
    let no_such_producer = || Error::NoSuchProducer { producer: command.producer };
    let request = GetProducerRequest { producer_id: command.producer.to_string() };
    let answer = view.service().registry.clone().get_producer(request).await;
    let answer = answer.map_err(|status| from_registry(status, no_such_producer))?.into_inner();
    let unit = answer.producer.and_then(|producer| producer.unit_id.parse().ok()).ok_or_else(no_such_producer)?;
    if !policy::reads(view.authority(), &unit) {
        policy::may_bring_papers_of(view, command.producer, &unit).await?;
    }
    Ok(store::papers::list(view, command.producer, &command.page).await?)
}
