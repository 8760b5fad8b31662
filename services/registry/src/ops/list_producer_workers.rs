//! The workers of a producer, for those whose duty needs it, the newest first. Each reading is recorded with its purpose.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::operation::Recorded;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::person::Worker;
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::store::persons::PERSON;
use crate::{policy, store};

pub(crate) struct ListProducerWorkers {
    producer: ProducerId,
    purpose: String,
    page: Page,
}

impl ListProducerWorkers {
    pub(crate) fn parse(message: pb::ListProducerWorkersRequest) -> Result<Self, Error> {
        let filter = pb::ListProducerWorkersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let purpose = fields.line("purpose", &message.purpose, 500);
        let size = fields.page_size(message.page_size);
        let (producer, purpose, size) = fields.finish((producer, purpose, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { producer, purpose, page })
    }
}

pub(crate) async fn list_producer_workers(
    view: &View,
    command: &ListProducerWorkers,
) -> Result<Recorded<Paged<Worker>>, Error> {
    let found = store::producers::find(view, command.producer).await?;
    let producer = policy::sight(view).await?.producer(found, command.producer)?;
    let workers = store::workers::list(view, producer.id, &command.page).await?;
    let subjects = workers.rows.iter().map(|worker| worker.id.into()).collect();
    Ok(Recorded { value: workers, noun: PERSON, subjects, purpose: Some(command.purpose.clone()) })
}
