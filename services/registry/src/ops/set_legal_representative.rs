//! Recording who represents a producer before the law, or correcting what is recorded of her.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::person_details::read_details;
use crate::Work;
use crate::domain::leader::PersonId;
use crate::domain::likeness::trait_of_phone;
use crate::domain::person::{Details, Representative, must_be_at};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct SetLegalRepresentative {
    producer: ProducerId,
    person: Option<PersonId>,
    details: Details,
    /// Version of the one recorded now; none if the caller knows of none.
    version: Option<i64>,
}

impl SetLegalRepresentative {
    pub(crate) fn parse(message: pb::SetLegalRepresentativeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let person = fields.optional_id("person_id", &message.person_id);
        let given = fields.message("details", message.details).unwrap_or_default();
        let details = read_details(&mut fields, "details", &given);
        let version = if message.etag.is_empty() { Some(None) } else { fields.etag("etag", &message.etag).map(Some) };
        let (producer, person, details, version) = fields.finish((producer, person, details, version))?;
        Ok(Self { producer, person, details, version })
    }
}

pub(crate) async fn set_legal_representative(
    work: &Work,
    command: &SetLegalRepresentative,
) -> Result<Representative, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::kept(work))?;
    producer.must_be_active()?;
    let present = store::representatives::present(work, producer.id).await?;
    must_be_at(present.as_ref(), command.version)?;
    // Whose name is corrected may bear another one; who leads a producer is named by that.
    let corrects = present.as_ref().is_some_and(|present| command.person == Some(present.person));
    if let Some(person) = command.person.filter(|_| !corrects) {
        store::representatives::must_be_named(work, person, &command.details.full_name).await?;
    }
    let representative = Representative {
        producer: producer.id,
        person: command.person.unwrap_or_else(|| work.new_id()),
        details: command.details.clone(),
        version: present.map_or(1, |present| present.version + 1),
    };
    store::representatives::replace(work, &representative).await?;
    let phone = representative.details.phone.as_ref().map(|phone| trait_of_phone(producer.sample, phone));
    store::likeness::keep_phone(work, producer.id, phone).await?;
    events::legal_representative_recorded(work, &representative);
    Ok(representative)
}
