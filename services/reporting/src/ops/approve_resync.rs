//! Approving to synchronise a province anew.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::deciding::{Decided, to_decide};
use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{Work, events, store};

pub(crate) struct ApproveResync(Decided);

impl ApproveResync {
    pub(crate) fn parse(message: pb::ApproveResyncRequest) -> Result<Self, Error> {
        Decided::parse(Fields::new(), &message.province_id, &message.etag).map(Self)
    }
}

pub(crate) async fn approve_resync(work: &Work, command: &ApproveResync) -> Result<ProvinceLink, Error> {
    let link = to_decide(work, &command.0).await?.approve_resync(work.person())?;
    // What is provisional comes anew; what is final the province stands by, whatever its database forgot.
    for source in store::link::figures::periods(work, &link.province).await? {
        if !source.is_final {
            store::link::figures::forget(work, &link.province, source.period).await?;
        }
    }
    store::link::provinces::save(work, &link).await?;
    events::link::resync_approved(work, &link);
    Ok(link)
}
