//! The minutes of a session, once all its dossiers are closed.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::minutes::minutes_of;
use crate::domain::minutes::Minutes;
use crate::domain::session::SessionId;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct GetMinutes {
    session: SessionId,
}

impl GetMinutes {
    pub(crate) fn parse(message: pb::GetMinutesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let (session,) = fields.finish((session,))?;
        Ok(Self { session })
    }
}

pub(crate) async fn get_minutes(view: &View, command: &GetMinutes) -> Result<Minutes, Error> {
    let no_such_session = || Error::NoSuchSession { session: command.session };
    let session = store::sessions::find(view, command.session).await?.ok_or_else(no_such_session)?;
    let found = store::seats::council_of(view, &session).await?;
    let council = policy::council_with_minutes(found, view).ok_or_else(no_such_session)?;
    minutes_of(view, session, council).await
}
