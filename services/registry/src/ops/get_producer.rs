//! A producer by its identity.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
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

pub(crate) async fn get_producer(view: &View, command: &GetProducer) -> Result<Producer, Error> {
    let found = store::producers::find(view, command.producer).await?;
    policy::sight(view).await?.producer(found, command.producer)
}
