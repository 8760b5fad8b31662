//! Who represents a producer before the law, for those whose duty needs it. Each reading is recorded with its purpose.

use platform::fields::Fields;
use platform::operation::Recorded;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::person::Representative;
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::store::persons::PERSON;
use crate::{policy, store};

pub(crate) struct RevealLegalRepresentative {
    producer: ProducerId,
    purpose: String,
}

impl RevealLegalRepresentative {
    pub(crate) fn parse(message: pb::RevealLegalRepresentativeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let purpose = fields.line("purpose", &message.purpose, 500);
        let (producer, purpose) = fields.finish((producer, purpose))?;
        Ok(Self { producer, purpose })
    }
}

pub(crate) async fn reveal_legal_representative(
    view: &View,
    command: &RevealLegalRepresentative,
) -> Result<Recorded<Representative>, Error> {
    let found = store::producers::find(view, command.producer).await?;
    let producer = policy::sight(view).await?.producer(found, command.producer)?;
    let present = store::representatives::present(view, producer.id).await?;
    let representative = present.ok_or(Error::NoRepresentative { producer: producer.id })?;
    let (subjects, purpose) = (vec![representative.person.into()], Some(command.purpose.clone()));
    Ok(Recorded { value: representative, noun: PERSON, subjects, purpose })
}
