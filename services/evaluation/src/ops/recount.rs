//! A closed round counted again: whenever a result is used, it is computed from the ballots that are stored and held
//! against what the round came to when it was closed. A difference is an incident, and nothing goes by such a result.

use platform::clock::Moment;

use crate::domain::council::Council;
use crate::domain::dossier::Dossier;
use crate::domain::session::{Ballot, BallotRound, DossierResult, Scoring, Session};
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::store;
use crate::store::OnBehalf;
use crate::store::parcels::Contents;

/// A closed round: what was counted, and what it comes to.
pub(super) struct Recount<'s> {
    pub(super) form: Form<'s>,
    pub(super) ballots: Vec<Ballot>,
    pub(super) result: DossierResult,
}

/// Counts a closed round of a dossier's scoring again.
pub(super) async fn recount<'s>(
    asker: &'s impl OnBehalf,
    dossier: &Dossier,
    session: &Session,
    council: &Council,
    scoring: &Scoring,
    round: BallotRound,
) -> Result<Recount<'s>, Error> {
    let set = asker.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let form = Form::new(set, &scoring.fixed_cases)?;
    let closed = store::closed_rounds::find(asker, scoring.session, dossier.id, round).await?;
    let closed = closed.ok_or_else(|| incident(scoring, round, "nothing is kept of its close"))?;
    let ballots = store::ballots::opened(asker, scoring.session, dossier.id, round, &form).await?;
    let ballots = ballots.filter(|ballots| closed.was_closed_with(asker.service(), ballots));
    let ballots = ballots.ok_or_else(|| incident(scoring, round, "its ballots or figures were changed"))?;
    let result = scoring.result(session, round, &form, council, &ballots, closed.closed_at)?;
    if result.tally() != closed.tally {
        return Err(incident(scoring, round, "its ballots come to something else"));
    }
    Ok(Recount { form, ballots, result })
}

/// Refuses unless what a dossier goes by is what its ballots come to.
pub(super) async fn result_must_hold(asker: &impl OnBehalf, dossier: &Dossier) -> Result<(), Error> {
    let open = || Error::ScoringOpen { dossier: dossier.id };
    let session = dossier.state.session().ok_or_else(open)?;
    if let Some(outcome) = store::parcels::received_about(asker, dossier.id, session).await? {
        return outcome_must_hold(dossier, &outcome);
    }
    let scoring = store::sessions::scoring(asker, session, dossier.id).await?.ok_or_else(open)?;
    let closed_at: Option<Moment> = scoring.stage.closed_at();
    closed_at.ok_or_else(open)?;
    let session = store::sessions::find(asker, session).await?.ok_or_else(open)?;
    let council = store::seats::council_of(asker, &session).await?.ok_or_else(open)?;
    let round = scoring.stage.round();
    let counted = recount(asker, dossier, &session, &council, &scoring, round).await?;
    if dossier.goes_by(&counted.result.score, council.regulation.rules.transfer_on) {
        return Ok(());
    }
    Err(incident(&scoring, round, "the dossier goes by another result"))
}

/// Refuses unless a dossier goes by the star that the ministry's installation told: its ballots are counted there.
fn outcome_must_hold(dossier: &Dossier, outcome: &Contents) -> Result<(), Error> {
    let told = outcome.dossier().and_then(|told| told.state.star());
    if told.is_some() && told == dossier.state.star() {
        return Ok(());
    }
    tracing::error!(
        dossier.id = %dossier.id,
        "a dossier goes by another star than the ministry told: refused, somebody must look into it"
    );
    Err(Error::ResultChanged { dossier: dossier.id })
}

/// Tells who runs the service, and gives the refusal. Identities only: no figure, no choice.
fn incident(scoring: &Scoring, round: BallotRound, found: &'static str) -> Error {
    tracing::error!(
        session.id = %scoring.session,
        dossier.id = %scoring.dossier,
        ballot.round = round.number(),
        found,
        "a closed scoring is not what it was closed as: refused, somebody must look into it"
    );
    Error::ResultChanged { dossier: scoring.dossier }
}
