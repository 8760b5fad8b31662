//! A decision by its identity.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::decision::{Decision, DecisionId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetDecision {
    decision: DecisionId,
}

impl GetDecision {
    pub(crate) fn parse(message: pb::GetDecisionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let decision = fields.id("decision_id", &message.decision_id);
        let (decision,) = fields.finish((decision,))?;
        Ok(Self { decision })
    }
}

pub(crate) async fn get_decision(view: &View, command: &GetDecision) -> Result<Decision, Error> {
    let found = store::decisions::find(view, command.decision).await?;
    policy::known_decision(found, command.decision, view.authority())
}
