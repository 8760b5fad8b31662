//! A producer by its identity.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::person::Representative;
use crate::domain::producer::{Producer, ProducerId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetProducer {
    producer: ProducerId,
}

impl GetProducer {
    pub(crate) fn parse(message: pb::GetProducerRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let (producer,) = fields.finish((producer,))?;
        Ok(Self { producer })
    }
}

/// The producer, and who represents it.
pub(crate) async fn get_producer(
    view: &View,
    command: &GetProducer,
) -> Result<(Producer, Option<Representative>), Error> {
    let found = store::producers::find(view, command.producer).await?;
    let producer = policy::sight(view).await?.producer(found, command.producer)?;
    let representative = store::representatives::present(view, producer.id).await?;
    Ok((producer, representative))
}
