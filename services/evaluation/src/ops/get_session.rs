//! A session, as one of the council's members sees it.

use std::collections::HashMap;

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::dossier::DossierId;
use crate::domain::session::{Scoring, Session, SessionId};
use crate::domain::voters::{Absence, away, presides_over};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetSession {
    session: SessionId,
}

/// A session with its scorings, and who has voted on each in its present round if the caller may know.
pub(crate) struct SeenSession {
    pub(crate) session: Session,
    pub(crate) scorings: Vec<Scoring>,
    pub(crate) voted: HashMap<DossierId, Vec<PersonId>>,
    /// Who left, if the caller may know.
    pub(crate) absences: Vec<Absence>,
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
    let (session, council) = policy::attended_session(view, command.session).await?;
    let scorings = store::sessions::scorings(view, session.id).await?;
    let mut absences = store::absences::of(view, session.id).await?;
    let mut voted: HashMap<DossierId, Vec<PersonId>> = HashMap::new();
    if presides_over(&council, &away(&absences), view.person()) {
        let rounds: HashMap<_, _> = scorings.iter().map(|scoring| (scoring.dossier, scoring.stage.round())).collect();
        for (dossier, round, person) in store::ballots::voted(view, session.id).await? {
            if rounds.get(&dossier) == Some(&round) {
                voted.entry(dossier).or_default().push(person);
            }
        }
    } else {
        absences.clear();
    }
    Ok(SeenSession { session, scorings, voted, absences })
}
