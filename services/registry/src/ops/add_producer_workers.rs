//! Recording workers of a producer.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::person_details::read_details;
use crate::Work;
use crate::domain::person::{Details, Worker, WorkerId};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{events, policy, store};

/// Most workers that one request names.
pub(super) const MOST: usize = 200;

pub(crate) struct AddProducerWorkers {
    producer: ProducerId,
    workers: Vec<Details>,
}

impl AddProducerWorkers {
    pub(crate) fn parse(message: pb::AddProducerWorkersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let given = fields.list("workers", message.workers, 1..=MOST).unwrap_or_default();
        let workers = fields.each("workers", &given, read_details);
        let (producer, workers) = fields.finish((producer, workers))?;
        Ok(Self { producer, workers })
    }
}

pub(crate) async fn add_producer_workers(work: &Work, command: &AddProducerWorkers) -> Result<Vec<WorkerId>, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::reached(work))?;
    producer.must_be_active()?;
    let recorded = |details: &Details| Worker { id: work.new_id(), details: details.clone() };
    let workers: Vec<_> = command.workers.iter().map(recorded).collect();
    store::workers::insert(work, producer.id, &workers).await?;
    let count = store::workers::count(work, producer.id).await?;
    events::producer_workers_changed(work, producer.id, count);
    Ok(workers.into_iter().map(|worker| worker.id).collect())
}
