//! What a producer came from and what became of it, both ways as far as it goes.

use std::collections::HashSet;

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::succession::Succession;
use crate::error::Error;
use crate::{policy, store};

/// Most successions that are told.
const MOST: usize = 200;

pub(crate) struct GetProducerLineage {
    producer: ProducerId,
}

impl GetProducerLineage {
    pub(crate) fn parse(message: pb::GetProducerLineageRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let (producer,) = fields.finish((producer,))?;
        Ok(Self { producer })
    }
}

/// The successions, the oldest first.
pub(crate) async fn get_producer_lineage(view: &View, command: &GetProducerLineage) -> Result<Vec<Succession>, Error> {
    let found = store::producers::find(view, command.producer).await?;
    let producer = policy::sight(view).await?.producer(found, command.producer)?;
    let mut lineage: Vec<Succession> = Vec::new();
    let mut looked_at = HashSet::from([producer.id]);
    // One step further in each round: a statement a generation, not one a producer.
    let mut generation = vec![producer.id];
    while !generation.is_empty() && lineage.len() < MOST {
        let mut further = store::successions::of_any(view, &generation).await?;
        further.retain(|succession| lineage.iter().all(|known| known.id != succession.id));
        let parties = further.iter().flat_map(|one| one.predecessors.iter().chain(&one.successors));
        generation = parties.copied().filter(|party| looked_at.insert(*party)).collect();
        lineage.extend(further);
    }
    lineage.sort_by_key(|succession| succession.id);
    Ok(lineage)
}
