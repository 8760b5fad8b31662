//! Taking a producer out of use.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::producer::{Producer, ProducerId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct RetireProducer {
    producer: ProducerId,
    version: i64,
    reason: String,
}

impl RetireProducer {
    pub(crate) fn parse(message: pb::RetireProducerRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (producer, version, reason) = fields.finish((producer, version, reason))?;
        Ok(Self { producer, version, reason })
    }
}

pub(crate) async fn retire_producer(work: &Work, command: &RetireProducer) -> Result<Producer, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::kept(work))?;
    producer.must_be_at(command.version)?;
    let products_in_use = store::products::count_active(work, producer.id).await?;
    let producer = producer.retire(command.reason.clone(), products_in_use, work.now())?;
    store::producers::save(work, &producer).await?;
    events::producer_retired(work, &producer);
    Ok(producer)
}
