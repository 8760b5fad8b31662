//! A member who left a session is back.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::session::SessionId;
use crate::domain::voters::Absence;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct RecordReturn {
    session: SessionId,
    person: PersonId,
}

impl RecordReturn {
    pub(crate) fn parse(message: pb::RecordReturnRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let person = fields.id("person_id", &message.person_id);
        let (session, person) = fields.finish((session, person))?;
        Ok(Self { session, person })
    }
}

pub(crate) async fn record_return(work: &Work, command: &RecordReturn) -> Result<Vec<Absence>, Error> {
    let (session, _) = policy::presided_session(work, command.session).await?;
    if !store::absences::end(work, session.id, command.person).await? {
        return Err(Error::MemberNotAway { session: session.id });
    }
    Ok(store::absences::of(work, session.id).await?)
}
