//! Proposing to synchronise a quarantined province anew.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::deciding::{Decided, to_decide};
use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{Work, events, store};

pub(crate) struct ProposeResync(Decided);

impl ProposeResync {
    pub(crate) fn parse(message: pb::ProposeResyncRequest) -> Result<Self, Error> {
        Decided::parse(Fields::new(), &message.province_id, &message.etag).map(Self)
    }
}

pub(crate) async fn propose_resync(work: &Work, command: &ProposeResync) -> Result<ProvinceLink, Error> {
    let link = to_decide(work, &command.0).await?.propose_resync(work.person())?;
    store::link::provinces::save(work, &link).await?;
    events::link::resync_proposed(work, &link);
    Ok(link)
}
