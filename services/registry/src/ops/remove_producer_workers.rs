//! Erasing what is recorded of workers of a producer.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::add_producer_workers::MOST;
use crate::Work;
use crate::domain::person::WorkerId;
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct RemoveProducerWorkers {
    producer: ProducerId,
    workers: Vec<WorkerId>,
}

impl RemoveProducerWorkers {
    pub(crate) fn parse(message: pb::RemoveProducerWorkersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let given = fields.list("person_ids", message.person_ids, 1..=MOST).unwrap_or_default();
        let workers = fields.each("person_ids", &given, |fields, path, id| fields.id(path, id));
        let (producer, workers) = fields.finish((producer, workers))?;
        Ok(Self { producer, workers })
    }
}

/// Returns how many workers are recorded now.
pub(crate) async fn remove_producer_workers(work: &Work, command: &RemoveProducerWorkers) -> Result<i32, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::reached(work))?;
    for worker in &command.workers {
        if !store::workers::remove(work, producer.id, *worker).await? {
            return Err(Error::NoSuchWorker { worker: *worker });
        }
    }
    let count = store::workers::count(work, producer.id).await?;
    events::producer_workers_changed(work, producer.id, count);
    Ok(count)
}
