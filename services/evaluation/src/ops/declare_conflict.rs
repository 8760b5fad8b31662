//! A member declares a conflict of interest about a dossier: she has no vote on it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::council::Duty;
use crate::domain::dossier::DossierId;
use crate::domain::session::SessionId;
use crate::domain::voters::{Conflict, ConflictCause};
use crate::error::Error;
use crate::{policy, store};

/// Most characters of what a conflict, a relation or an absence is about.
pub(super) const MOST_REASONS: usize = 500;

pub(crate) struct DeclareConflict {
    session: SessionId,
    dossier: DossierId,
    reasons: String,
}

impl DeclareConflict {
    pub(crate) fn parse(message: pb::DeclareConflictRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let reasons = fields.line("reasons", &message.reasons, MOST_REASONS);
        let (session, dossier, reasons) = fields.finish((session, dossier, reasons))?;
        Ok(Self { session, dossier, reasons })
    }
}

/// Whether she has cast a ballot is not looked at: one that lies there is not counted from now on, and the answer is
/// the same.
pub(crate) async fn declare_conflict(work: &Work, command: &DeclareConflict) -> Result<Conflict, Error> {
    let (session, council) = policy::attended_session(work, command.session).await?;
    if !council.duty_of(work.person()).is_some_and(Duty::scores) {
        return Err(Error::DutyMissing);
    }
    let scoring = store::sessions::scoring(work, session.id, command.dossier).await?;
    let scoring = scoring.ok_or(Error::DossierNotInSession { dossier: command.dossier })?;
    if scoring.stage.closed_at().is_some() {
        return Err(Error::ScoringClosed { dossier: command.dossier });
    }
    let conflict = Conflict {
        dossier: command.dossier,
        person: work.person(),
        cause: ConflictCause::Declared,
        reasons: command.reasons.clone(),
    };
    store::conflicts::insert(work, session.id, &conflict).await?;
    Ok(conflict)
}
