//! The chair opens the second ballot on a dossier, after the council discussed why its totals lie so far apart.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::session::{Scoring, SessionId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct OpenSecondBallot {
    session: SessionId,
    dossier: DossierId,
    discussion: String,
}

impl OpenSecondBallot {
    pub(crate) fn parse(message: pb::OpenSecondBallotRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let discussion = fields.paragraphs("discussion", &message.discussion, MOST_TEXT);
        if discussion.as_deref() == Some("") {
            fields.fault("discussion", "Phải ghi nội dung thảo luận.", "It must say what was discussed.");
        }
        let (session, dossier, discussion) = fields.finish((session, dossier, discussion))?;
        Ok(Self { session, dossier, discussion })
    }
}

pub(crate) async fn open_second_ballot(work: &Work, command: &OpenSecondBallot) -> Result<Scoring, Error> {
    let (session, council) = policy::chaired_session(work, command.session).await?;
    council.must_be_in_term(work.today())?;
    let scoring = store::sessions::scoring(work, session.id, command.dossier).await?;
    let scoring = scoring.ok_or(Error::DossierNotInSession { dossier: command.dossier })?;
    let before = scoring.stage;
    let scoring = scoring.open_second(command.discussion.clone())?;
    store::sessions::save_stage(work, before, &scoring).await?;
    events::second_ballot_opened(work, &scoring);
    Ok(scoring)
}
