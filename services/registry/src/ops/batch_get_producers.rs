//! Producers by their identities: the names behind ids that other services work with.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::person::Representative;
use crate::domain::producer::{Producer, ProducerId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct BatchGetProducers {
    producers: Vec<ProducerId>,
}

impl BatchGetProducers {
    pub(crate) fn parse(message: pb::BatchGetProducersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("producer_ids", message.producer_ids, 1..=500).unwrap_or_default();
        let producers = fields.each("producer_ids", &given, |fields, path, id| fields.id(path, id));
        let (producers,) = fields.finish((producers,))?;
        Ok(Self { producers })
    }
}

/// Those the caller sees, in order of identity.
pub(crate) async fn batch_get_producers(
    view: &View,
    command: &BatchGetProducers,
) -> Result<Vec<(Producer, Option<Representative>)>, Error> {
    let found = store::producers::of(view, &command.producers).await?;
    let seen = policy::sight(view).await?.producers(found);
    let ids: Vec<ProducerId> = seen.iter().map(|producer| producer.id).collect();
    let mut representatives = store::representatives::present_of(view, &ids).await?;
    let represented = |producer: Producer| {
        let representative = representatives.remove(&producer.id);
        (producer, representative)
    };
    Ok(seen.into_iter().map(represented).collect())
}
