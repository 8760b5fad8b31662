//! Declining a decision that was entered: its number and its dossiers are free again.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::decision::{Decision, DecisionId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct DeclineDecision {
    decision: DecisionId,
    reasons: String,
}

impl DeclineDecision {
    pub(crate) fn parse(message: pb::DeclineDecisionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let decision = fields.id("decision_id", &message.decision_id);
        let reasons = fields.line("reasons", &message.reasons, MOST_TEXT);
        let (decision, reasons) = fields.finish((decision, reasons))?;
        Ok(Self { decision, reasons })
    }
}

pub(crate) async fn decline_decision(work: &Work, command: &DeclineDecision) -> Result<Decision, Error> {
    let decision = policy::decision_to_decide(work, command.decision).await?;
    let decision = decision.decline(work.person(), command.reasons.clone(), work.now())?;
    store::decisions::decide(work, &decision).await?;
    events::decision_declined(work, &decision);
    Ok(decision)
}
