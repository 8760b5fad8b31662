//! Chair or secretary signs the minutes of a session, each herself.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::minutes::minutes_of;
use crate::Work;
use crate::domain::council::Duty;
use crate::domain::minutes::{Minutes, Signature};
use crate::domain::session::SessionId;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct SignMinutes {
    session: SessionId,
    sha256: String,
}

impl SignMinutes {
    pub(crate) fn parse(message: pb::SignMinutesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let sha256 = fields.line("sha256", &message.sha256, 64);
        let (session, sha256) = fields.finish((session, sha256))?;
        Ok(Self { session, sha256 })
    }
}

pub(crate) async fn sign_minutes(work: &Work, command: &SignMinutes) -> Result<Minutes, Error> {
    let (session, council) = policy::presided_session(work, command.session).await?;
    // A deputy presides while the chair is away, and signs in her place.
    let is_secretary = council.duty_of(work.person()) == Some(Duty::Secretary);
    let duty = if is_secretary { Duty::Secretary } else { Duty::Chair };
    let minutes = minutes_of(work, session, council).await?;
    let signature = Signature { duty, person: work.person(), sha256: command.sha256.clone(), signed_at: work.now() };
    let minutes = minutes.sign(signature)?;
    store::minutes::save(work, &minutes).await?;
    events::minutes_signed(work, &minutes, duty);
    Ok(minutes)
}
