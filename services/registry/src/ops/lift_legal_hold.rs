//! Lifting an order that nothing be erased.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::retention::{LegalHold, LegalHoldId, Lifted};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct LiftLegalHold {
    hold: LegalHoldId,
    version: i64,
    reason: String,
}

impl LiftLegalHold {
    pub(crate) fn parse(message: pb::LiftLegalHoldRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let hold = fields.id("hold_id", &message.hold_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (hold, version, reason) = fields.finish((hold, version, reason))?;
        Ok(Self { hold, version, reason })
    }
}

pub(crate) async fn lift_legal_hold(work: &Work, command: &LiftLegalHold) -> Result<LegalHold, Error> {
    let found = store::legal_holds::find(work, command.hold).await?;
    let known = found.filter(|hold| work.authority().reaches(&hold.unit));
    let hold = known.ok_or(Error::NoSuchLegalHold { hold: command.hold })?;
    let lifted = Lifted { by: work.person(), at: work.now(), reason: command.reason.clone() };
    let hold = hold.lift(command.version, lifted)?;
    store::legal_holds::save(work, &hold).await?;
    events::retention::hold_lifted(work, &hold);
    Ok(hold)
}
