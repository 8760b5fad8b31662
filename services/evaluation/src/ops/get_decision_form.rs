//! A decision with its list of products, put together from its record.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_dossier_form::{Places, rules_of, unit_name};
use crate::domain::decision::DecisionId;
use crate::domain::official_form::{self, OfficialForm, Recognised};
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct GetDecisionForm {
    decision: DecisionId,
}

impl GetDecisionForm {
    pub(crate) fn parse(message: pb::GetDecisionFormRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let decision = fields.id("decision_id", &message.decision_id);
        let (decision,) = fields.finish((decision,))?;
        Ok(Self { decision })
    }
}

pub(crate) async fn get_decision_form(view: &View, command: &GetDecisionForm) -> Result<OfficialForm, Error> {
    let found = store::decisions::find(view, command.decision).await?;
    let decision = policy::known_decision(found, command.decision, view.authority())?;
    let mut dossiers = store::dossiers::find_all(view, &decision.dossiers).await?;
    // In the order of the decision's own list.
    dossiers.sort_by_key(|dossier| decision.dossiers.iter().position(|id| *id == dossier.id));
    let certificates = store::certificates::of_decision(view, decision.id).await?;
    let rules = dossiers.first().map(|dossier| rules_of(view, dossier)).transpose()?;
    let rules = rules.map(|rules| rules.decision_number.clone()).unwrap_or_default();
    let recognised = |dossier| Recognised {
        commune: Places::of(view, &dossier).commune,
        certificate: certificates.iter().find(|certificate| certificate.dossier == dossier.id).cloned(),
        dossier,
    };
    let list: Vec<_> = dossiers.into_iter().map(recognised).collect();
    let issuer = unit_name(view, &decision.issuer, decision.reference.date);
    Ok(official_form::decision(&decision, &issuer, &rules, &list))
}
