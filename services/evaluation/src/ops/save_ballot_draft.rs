//! Keeping a draft of one's ballot: sealed like a ballot, and counted by nobody.

use proto::evaluation::v1 as pb;

use super::cast_ballot::{CastBallot, fill_in, session_key};
use crate::Work;
use crate::domain::session::Ballot;
use crate::error::Error;
use crate::store;
use crate::store::seals::Seal;

/// A draft is what would be cast.
pub(crate) struct SaveBallotDraft(CastBallot);

impl SaveBallotDraft {
    pub(crate) fn parse(message: pb::SaveBallotDraftRequest) -> Result<Self, Error> {
        let pb::SaveBallotDraftRequest { request_id, session_id, dossier_id, choices, findings, round } = message;
        CastBallot::parse(pb::CastBallotRequest { request_id, session_id, dossier_id, choices, findings, round })
            .map(Self)
    }
}

pub(crate) async fn save_ballot_draft(
    work: &Work,
    SaveBallotDraft(command): &SaveBallotDraft,
) -> Result<Ballot, Error> {
    let (ballot_box, draft) = fill_in(work, command).await?;
    if store::ballots::has_cast(work, &draft).await? {
        return Err(Error::BallotAlreadyCast);
    }
    let seal = Seal::of_drafts(&session_key(work, command, &ballot_box).await?, draft.dossier);
    store::drafts::save(work, &draft, &seal).await?;
    Ok(draft)
}
