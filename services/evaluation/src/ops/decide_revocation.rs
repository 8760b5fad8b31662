//! Deciding a revocation: the certificate is revoked, or keeps its force.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_revocation::RevocationOnDay;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::council::DecisionReference;
use crate::domain::register::RegisteredCertificate;
use crate::domain::revocation::{Revocation, RevocationId, RevocationOutcome, Ruling};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct DecideRevocation {
    revocation: RevocationId,
    version: i64,
    outcome: RevocationOutcome,
    decision: DecisionReference,
    reasons: String,
}

impl DecideRevocation {
    pub(crate) fn parse(message: pb::DecideRevocationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let revocation = fields.id("revocation_id", &message.revocation_id);
        let version = fields.etag("etag", &message.etag);
        let outcome = wire::register::read_outcome(&mut fields, message.outcome);
        let decision = wire::read_decision(&mut fields, "decision", message.decision);
        let reasons = wire::register::read_reasons(&mut fields, "reasons", &message.reasons, MOST_TEXT);
        let (revocation, version, outcome, decision, reasons) =
            fields.finish((revocation, version, outcome, decision, reasons))?;
        Ok(Self { revocation, version, outcome, decision, reasons })
    }
}

pub(crate) async fn decide_revocation(work: &Work, command: &DecideRevocation) -> Result<RevocationOnDay, Error> {
    let revocation = policy::readable_revocation(work, command.revocation).await?;
    policy::may_lead_at(work, revocation.level, &revocation.unit)?;
    revocation.must_not_be_opened_by(&policy::acting_persons(work, &revocation.unit).await?)?;
    revocation.must_be_at(command.version)?;
    let ruling = Ruling {
        outcome: command.outcome,
        decision: command.decision.clone(),
        reasons: command.reasons.clone(),
        by: work.person(),
        at: work.now(),
    };
    let revocation = revocation.decided(ruling)?;
    match revocation.revoked_on() {
        None => events::revocation_dropped(work, &revocation),
        Some(revoked_on) => {
            let registered = certificate_of(work, &revocation).await?;
            registered.must_hold_on(revoked_on)?;
            let first = store::certificates::first_issued(work, revocation.certificate).await?;
            events::certificate_revoked(work, &revocation, first, revoked_on);
        }
    }
    store::revocations::save(work, &revocation).await?;
    Ok((revocation, work.today()))
}

async fn certificate_of(work: &Work, revocation: &Revocation) -> Result<RegisteredCertificate, Error> {
    let found = store::certificates::find(work, revocation.certificate).await?;
    found.ok_or(Error::NoSuchCertificate { certificate: revocation.certificate })
}
