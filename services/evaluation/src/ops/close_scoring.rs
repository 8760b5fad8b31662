//! Closing the scoring of a dossier: the ballots are opened and scored, and the dossier moves on.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_result::SeenResult;
use super::step::at;
use crate::Work;
use crate::domain::dossier::{DossierId, TransferOn};
use crate::domain::session::SessionId;
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct CloseScoring {
    session: SessionId,
    dossier: DossierId,
}

impl CloseScoring {
    pub(crate) fn parse(message: pb::CloseScoringRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (session, dossier) = fields.finish((session, dossier))?;
        Ok(Self { session, dossier })
    }
}

pub(crate) async fn close_scoring(work: &Work, command: &CloseScoring) -> Result<SeenResult, Error> {
    let no_such_session = || Error::NoSuchSession { session: command.session };
    let session = store::sessions::find(work, command.session).await?.ok_or_else(no_such_session)?;
    let found = store::councils::find(work, session.council).await?;
    let council = policy::presided_council(found, no_such_session(), work.person())?;
    let scoring = store::sessions::scoring(work, session.id, command.dossier).await?;
    let scoring = scoring.ok_or(Error::DossierNotInSession { dossier: command.dossier })?;
    let dossier = store::dossiers::find(work, command.dossier).await?;
    let dossier = dossier.ok_or(Error::NoSuchDossier { dossier: command.dossier })?;
    scoring.must_be_open()?;

    let set = work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let cases = scoring.fixed_cases.clone();
    let form = Form::new(set, &cases)?;
    let ballots = store::ballots::open(work, session.id, dossier.id, &form).await?;
    let (scoring, result) = scoring.close(&form, &council, &ballots, work.now())?;
    store::sessions::close(work, &scoring).await?;
    let at = at(work, &dossier.criteria_version).await?;
    let dossier = dossier.scored(set, &result.score, TransferOn::default(), &at)?;
    store::dossiers::save(work, &dossier).await?;
    events::scoring_closed(work, &dossier, &result);
    Ok(SeenResult { score: wire::score(set, &result.score), result, shows_members: true })
}
