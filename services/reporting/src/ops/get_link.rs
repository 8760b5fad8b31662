//! The link of this province.

use platform::wire::timestamp;
use proto::reporting::v1 as pb;

use super::submitting::{basis, waiting};
use crate::domain::link::submission::SubmissionKind;
use crate::error::Error;
use crate::wire::link::link_state;
use crate::{View, store};

pub(crate) struct GetLink;

impl GetLink {
    pub(crate) fn parse(_: pb::GetLinkRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

pub(crate) async fn get_link(view: &View, _: &GetLink) -> Result<pb::Link, Error> {
    let province = view.service().link.province()?;
    view.authority().require(&province.unit)?;
    let own = store::link::own::find(view).await?;
    let waiting = waiting(view).await?;
    let provisional_waits = waiting.iter().any(|waiting| waiting.summary.kind == SubmissionKind::Provisional);
    let oldest = waiting.iter().map(|waiting| waiting.at).min();
    let up_to_date = !provisional_waits && own.place.sequence > 0 && own.provisional_basis == basis(view).await?;
    Ok(pb::Link {
        province_id: province.unit.to_string(),
        public_key: province.key.public().to_string(),
        state: own.ministry_state.map_or(pb::LinkState::Unspecified, link_state).into(),
        epoch: own.place.epoch,
        sequence: own.place.sequence,
        answered_at: own.answered_at.map(timestamp),
        fault: own.fault,
        pending_count: i32::try_from(waiting.len()).unwrap_or(i32::MAX),
        oldest_pending_s: oldest.map_or(0, |oldest| (view.now() - oldest).num_seconds()),
        up_to_date,
    })
}
