//! A session, as one of the council's members sees it.

use std::collections::HashMap;

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::dossier::DossierId;
use crate::domain::session::{Scoring, Session, SessionId};
use crate::error::Error;
use crate::store;

pub(crate) struct GetSession {
    session: SessionId,
}

/// A session with its scorings, and who has voted on each in its present round if the caller may know.
pub(crate) struct SeenSession {
    pub(crate) session: Session,
    pub(crate) scorings: Vec<Scoring>,
    pub(crate) voted: HashMap<DossierId, Vec<PersonId>>,
}

impl GetSession {
    pub(crate) fn parse(message: pb::GetSessionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let (session,) = fields.finish((session,))?;
        Ok(Self { session })
    }
}

pub(crate) async fn get_session(view: &View, command: &GetSession) -> Result<SeenSession, Error> {
    let no_such_session = || Error::NoSuchSession { session: command.session };
    let session = store::sessions::find(view, command.session).await?.ok_or_else(no_such_session)?;
    let council = store::councils::find(view, session.council).await?.ok_or_else(no_such_session)?;
    let duty = council.duty_of(view.person()).ok_or_else(no_such_session)?;
    let scorings = store::sessions::scorings(view, session.id).await?;
    let mut voted: HashMap<DossierId, Vec<PersonId>> = HashMap::new();
    if duty.presides() {
        let rounds: HashMap<_, _> = scorings.iter().map(|scoring| (scoring.dossier, scoring.stage.round())).collect();
        for (dossier, round, person) in store::ballots::voted(view, session.id).await? {
            if rounds.get(&dossier) == Some(&round) {
                voted.entry(dossier).or_default().push(person);
            }
        }
    }
    Ok(SeenSession { session, scorings, voted })
}
