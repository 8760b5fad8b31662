//! The minutes of a session: computed from its record until they are signed, and from then on what was signed.

use prost::Message as _;

use super::get_result::SeenResult;
use super::recount::{Recount, recount};
use crate::domain::council::Council;
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::minutes::{Minutes, Statement};
use crate::domain::session::{Ballot, BallotRound, Session, SessionId};
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::store::OnBehalf;
use crate::{store, wire};

/// All that the minutes of a session are made from.
pub(crate) struct SessionRecord<'s> {
    pub(crate) session: Session,
    pub(crate) council: Council,
    pub(crate) dossiers: Vec<DossierRecord<'s>>,
    pub(crate) statements: Vec<Statement>,
}

/// What happened to one dossier of a session.
pub(crate) struct DossierRecord<'s> {
    pub(crate) dossier: Dossier,
    pub(crate) discussion: String,
    /// One round, or two.
    pub(crate) rounds: Vec<RoundRecord<'s>>,
}

/// A closed round of ballots.
pub(crate) struct RoundRecord<'s> {
    pub(crate) form: Form<'s>,
    pub(crate) ballots: Vec<Ballot>,
    pub(crate) seen: SeenResult,
}

/// The minutes of a session.
pub(super) async fn minutes_of(asker: &impl OnBehalf, session: Session, council: Council) -> Result<Minutes, Error> {
    if let Some(signed) = store::minutes::find(asker, session.id).await? {
        return Ok(signed);
    }
    let id = session.id;
    let record = record_of(asker, session, council).await?;
    Ok(Minutes::unsigned(id, wire::minutes::content(record).encode_to_vec()))
}

async fn record_of<'s>(
    asker: &'s impl OnBehalf,
    session: Session,
    council: Council,
) -> Result<SessionRecord<'s>, Error> {
    let mut dossiers = Vec::new();
    for scoring in store::sessions::scorings(asker, session.id).await? {
        let id = scoring.dossier;
        if scoring.stage.closed_at().is_none() {
            return Err(Error::MinutesNotReady { dossier: id });
        }
        let dossier = store::dossiers::find(asker, id).await?.ok_or(Error::NoSuchDossier { dossier: id })?;
        let mut rounds = Vec::new();
        for round in BallotRound::ALL.into_iter().filter(|round| scoring.stage.has_closed(*round)) {
            let Recount { form, ballots, result } =
                recount(asker, &dossier, &session, &council, &scoring, round).await?;
            let seen = SeenResult::of(form.set(), result, true);
            rounds.push(RoundRecord { form, ballots, seen });
        }
        dossiers.push(DossierRecord { dossier, discussion: scoring.discussion, rounds });
    }
    let statements = store::minutes::statements(asker, session.id).await?;
    Ok(SessionRecord { session, council, dossiers, statements })
}

/// Refuses unless chair and secretary have signed the minutes of the session that a dossier was scored in.
pub(super) async fn minutes_must_be_signed(
    asker: &impl OnBehalf,
    dossier: &Dossier,
    path: &'static str,
) -> Result<(), Error> {
    let id: DossierId = dossier.id;
    let signed = match dossier.state.session() {
        Some(session) => is_signed(asker, session).await? || came_signed(asker, id, session).await?,
        None => false,
    };
    if signed { Ok(()) } else { Err(Error::MinutesNotSigned { dossier: id, path }) }
}

async fn is_signed(asker: &impl OnBehalf, session: SessionId) -> Result<bool, Error> {
    let minutes = store::minutes::find(asker, session).await?;
    Ok(minutes.is_some_and(|minutes| minutes.is_signed_by_both()))
}

/// True if the minutes of a session of the ministry's installation came signed, with what came of the dossier.
async fn came_signed(asker: &impl OnBehalf, dossier: DossierId, session: SessionId) -> Result<bool, Error> {
    let outcome = store::parcels::received_about(asker, dossier, session).await?;
    let minutes = outcome.and_then(|outcome| outcome.minutes());
    Ok(minutes.is_some_and(|minutes| minutes.session == session && minutes.is_signed_by_both()))
}
