//! Taking back terms that an import recorded, as long as nobody else has worked on them.

use super::end_leader_term::reached_leader;
use super::end_official_term::kept_official;
use crate::domain::leader::LeaderId;
use crate::domain::management::OfficialId;
use crate::error::Error;
use crate::{Work, events, store};

/// Takes back a leader's term that runs still. Whoever led before leads on, if that term ended for this one.
pub(super) async fn retract_leader_term(work: &Work, id: LeaderId) -> Result<(), Error> {
    let leader = reached_leader(work, id).await?;
    // An import appoints, ends what comes before, and takes both back; whatever else happens to a term is done by others.
    let by_imports = store::leaders::of_producer_by(work, leader.producer, work.operation()).await?;
    if leader.to.is_some() || !by_imports.contains(&leader) {
        return Err(Error::ImportRowStays { mended_by: "CorrectLeaderTerm" });
    }
    store::leaders::retract(work, &leader).await?;
    let followed = leader.from.pred_opt();
    if let Some(before) = by_imports.into_iter().find(|term| term.to.is_some() && term.to == followed) {
        store::leaders::save(work, &before.reopened(work.now())).await?;
    }
    events::leader_term_retracted(work, &leader);
    Ok(())
}

/// Takes back an official's term that is as it was recorded.
pub(super) async fn retract_official_term(work: &Work, id: OfficialId, recorded: i64) -> Result<(), Error> {
    let (official, body) = kept_official(work, id).await?;
    if official.version != recorded {
        return Err(Error::ImportRowStays { mended_by: "AppointOfficial" });
    }
    store::officials::retract(work, &official).await?;
    events::management::official_term_retracted(work, &official, &body);
    Ok(())
}
