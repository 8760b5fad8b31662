//! Closing a round of ballots on a dossier: they are opened and scored. The dossier moves on, unless the totals lie too
//! far apart: then the council discusses and votes once more.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_result::SeenResult;
use super::step::{at, keep};
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::session::{BallotRound, Conclusion, SessionId, cast_by};
use crate::domain::sheet::Form;
use crate::domain::voters::{Voters, away};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct CloseScoring {
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
}

/// Why a dossier waits for another session, for those who follow it.
const STILL_APART: &str = "Sau lần chấm thứ hai, điểm của các thành viên Hội đồng vẫn chênh lệch quá mức quy chế.";

/// The same where the members answered in writing.
const WRITTEN_APART: &str = "Ý kiến bằng văn bản của các thành viên Hội đồng khác nhau; Hội đồng họp để đánh giá.";

impl CloseScoring {
    pub(crate) fn parse(message: pb::CloseScoringRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let round = wire::read_round(&mut fields, message.round);
        let (session, dossier, round) = fields.finish((session, dossier, round))?;
        Ok(Self { session, dossier, round })
    }
}

pub(crate) async fn close_scoring(work: &Work, command: &CloseScoring) -> Result<SeenResult, Error> {
    let (session, council) = policy::attended_session(work, command.session).await?;
    let duty = council.duty_of(work.person()).filter(|duty| duty.may_preside()).ok_or(Error::DutyMissing)?;
    let scoring = store::sessions::scoring(work, session.id, command.dossier).await?;
    let scoring = scoring.ok_or(Error::DossierNotInSession { dossier: command.dossier })?;
    let dossier = store::dossiers::find(work, command.dossier).await?;
    let dossier = dossier.ok_or(Error::NoSuchDossier { dossier: command.dossier })?;
    let before = scoring.stage;
    before.must_take(dossier.id, command.round)?;

    let set = work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let cases = scoring.fixed_cases.clone();
    let form = Form::new(set, &cases)?;
    let conflicts = store::conflicts::about(work, session.id, &dossier, work.today()).await?;
    store::conflicts::keep(work, session.id, &conflicts).await?;
    let ballots = store::ballots::open(work, session.id, dossier.id, command.round, &form).await?;
    let absences = store::absences::of(work, session.id).await?;
    let voters = Voters::of(&council, dossier.id, &conflicts, &away(&absences));
    let cast = cast_by(&ballots);
    voters.must_let_close(duty, work.person(), &cast)?;
    voters.must_be_quorate(&council.regulation.rules, &cast)?;
    session.answers_must_be_in(ballots.len(), voters.count(&cast), work.today())?;
    let (scoring, result) = scoring.close(&session, command.round, &form, &council, &ballots, work.now())?;
    store::sessions::save_stage(work, before, &scoring).await?;
    store::closed_rounds::insert(work, &result, &ballots).await?;
    store::drafts::discard_all(work, session.id, dossier.id).await?;
    let at = at(work, &dossier).await?;
    match result.conclusion {
        Conclusion::Decided => {
            let dossier = dossier.scored(set, &result.score, council.regulation.rules.transfer_on, &at)?;
            store::dossiers::save(work, &dossier).await?;
            events::scoring_closed(work, &dossier, set, &result);
        }
        Conclusion::Discussion => events::discussion_began(work, &scoring),
        Conclusion::Postponed => {
            let why = if session.written_until.is_some() { WRITTEN_APART } else { STILL_APART };
            keep(work, dossier.postpone(why.to_owned(), &at)?).await?;
        }
    }
    Ok(SeenResult::of(set, result, true))
}
