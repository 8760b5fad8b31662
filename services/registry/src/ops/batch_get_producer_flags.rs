//! What producers are led by, for reporting alone: no value tells who leads them, but few producers make few people.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::person::{Flags, Representative};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct BatchGetProducerFlags {
    producers: Vec<ProducerId>,
}

impl BatchGetProducerFlags {
    pub(crate) fn parse(message: pb::BatchGetProducerFlagsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("producer_ids", message.producer_ids, 1..=500).unwrap_or_default();
        let producers = fields.each("producer_ids", &given, |fields, path, id| fields.id(path, id));
        let (producers,) = fields.finish((producers,))?;
        Ok(Self { producers })
    }
}

pub(crate) async fn batch_get_producer_flags(
    view: &View,
    command: &BatchGetProducerFlags,
) -> Result<Vec<(ProducerId, Flags)>, Error> {
    policy::must_be_reporting(view)?;
    let mut known = store::producers::known_of(view, &command.producers).await?;
    known.sort_unstable();
    let representatives = store::representatives::present_of(view, &known).await?;
    let flags = |producer| representatives.get(&producer).map(Representative::flags).unwrap_or_default();
    Ok(known.into_iter().map(|producer| (producer, flags(producer))).collect())
}
