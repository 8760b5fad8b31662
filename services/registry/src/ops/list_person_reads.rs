//! Who read what is recorded of persons, when and what for, the newest first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::operation::Reading;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::leader::PersonId;
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListPersonReads {
    person: Option<PersonId>,
    producer: Option<ProducerId>,
    page: Page,
}

impl ListPersonReads {
    pub(crate) fn parse(message: pb::ListPersonReadsRequest) -> Result<Self, Error> {
        let filter = pb::ListPersonReadsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let person = fields.optional_id("person_id", &message.person_id);
        let producer = fields.optional_id("producer_id", &message.producer_id);
        let size = fields.page_size(message.page_size);
        let (person, producer, size) = fields.finish((person, producer, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { person, producer, page })
    }
}

pub(crate) async fn list_person_reads(view: &View, command: &ListPersonReads) -> Result<Paged<Reading>, Error> {
    let filter = store::persons::Filter {
        units: policy::audited_units(view)?,
        own: view.person(),
        person: command.person,
        producer: command.producer,
    };
    Ok(store::persons::readings(view, &filter, &command.page).await?)
}
