//! What one round of ballots on a dossier came to, told to the council that cast them.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_result::SeenResult;
use super::recount::recount;
use crate::domain::dossier::DossierId;
use crate::domain::session::{BallotRound, SessionId};
use crate::domain::voters::{away, presides_over};
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct GetRoundResult {
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
}

impl GetRoundResult {
    pub(crate) fn parse(message: pb::GetRoundResultRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let round = wire::read_round(&mut fields, message.round);
        let (session, dossier, round) = fields.finish((session, dossier, round))?;
        Ok(Self { session, dossier, round })
    }
}

pub(crate) async fn get_round_result(view: &View, command: &GetRoundResult) -> Result<SeenResult, Error> {
    let (session, council) = policy::attended_session(view, command.session).await?;
    let scoring = store::sessions::scoring(view, session.id, command.dossier).await?;
    let scoring = scoring.ok_or(Error::DossierNotInSession { dossier: command.dossier })?;
    if !scoring.stage.has_closed(command.round) {
        return Err(Error::ScoringOpen { dossier: command.dossier });
    }
    let dossier = store::dossiers::find(view, command.dossier).await?;
    let dossier = dossier.ok_or(Error::NoSuchDossier { dossier: command.dossier })?;
    let counted = recount(view, &dossier, &session, &council, &scoring, command.round).await?;
    // Whose total is which is for those who lead the discussion, until the last ballot is closed.
    let absences = store::absences::of(view, session.id).await?;
    let presides = presides_over(&council, &away(&absences), view.person());
    let shows_members = presides || scoring.stage.closed_at().is_some();
    Ok(SeenResult::of(counted.form.set(), counted.result, shows_members))
}
