//! Closing a request of the ministry: it is content, or asks no longer.

use proto::evaluation::v1 as pb;

use super::get_redo_request::{RedoRequestOnDay, RedoWord};
use crate::domain::dossier::Level;
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct CloseRedo(RedoWord);

impl CloseRedo {
    pub(crate) fn parse(message: pb::CloseRedoRequest) -> Result<Self, Error> {
        let pb::CloseRedoRequest { redo_request_id, etag, closing, .. } = message;
        RedoWord::read(&redo_request_id, &etag, "closing", &closing).map(Self)
    }
}

pub(crate) async fn close_redo(work: &Work, CloseRedo(word): &CloseRedo) -> Result<RedoRequestOnDay, Error> {
    let request = word.load(work).await?;
    policy::may_lead_at(work, Level::Ministry, &request.unit)?;
    let request = request.closed(word.said(work))?;
    store::redo_requests::save(work, &request).await?;
    events::redo_closed(work, &request);
    Ok((request, work.today()))
}
