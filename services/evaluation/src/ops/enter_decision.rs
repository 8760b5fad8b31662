//! Entering a decision of recognition, as the issuer's own register has it. It takes effect when a leader approves it.

use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::minutes::minutes_must_be_signed;
use super::open_session::MOST_DOSSIERS;
use super::recount::result_must_hold;
use crate::Work;
use crate::domain::council::DecisionReference;
use crate::domain::decision::{Decision, DecisionState};
use crate::domain::dossier::DossierId;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct EnterDecision {
    issuer: UnitId,
    decision: DecisionReference,
    dossiers: Vec<DossierId>,
    signed_file: String,
}

impl EnterDecision {
    pub(crate) fn parse(message: pb::EnterDecisionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let issuer = fields.unit("issuer_unit_id", &message.issuer_unit_id);
        let decision = wire::read_decision(&mut fields, "decision", message.decision);
        let given = fields.list("dossier_ids", message.dossier_ids, 1..=MOST_DOSSIERS).unwrap_or_default();
        let dossiers = fields.each("dossier_ids", &given, |fields, path, id| fields.id(path, id));
        let signed_file = read_hash(&mut fields, message.signed_file_sha256);
        let (issuer, decision, dossiers, signed_file) = fields.finish((issuer, decision, dossiers, signed_file))?;
        Ok(Self { issuer, decision, dossiers, signed_file })
    }
}

/// A SHA-256 that may be left out.
fn read_hash(fields: &mut Fields, given: String) -> Option<String> {
    let hexadecimal = given.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
    if given.is_empty() || (given.len() == 64 && hexadecimal) {
        return Some(given);
    }
    fields.fault(
        "signed_file_sha256",
        "Phải là SHA-256 gồm 64 chữ số thập lục phân viết thường.",
        "It must be a SHA-256 of 64 lower-case hexadecimal digits.",
    );
    None
}

pub(crate) async fn enter_decision(work: &Work, command: &EnterDecision) -> Result<Decision, Error> {
    let issuer = &command.issuer;
    let level = work.authority().units().at(issuer, work.today()).map(|unit| unit.level);
    if !issuer.is_country() && level != Some(UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: issuer.clone(), path: "issuer_unit_id" });
    }
    policy::may_appoint_for(work, issuer)?;
    if command.decision.date > work.today() {
        return Err(Error::DecisionInFuture { today: work.today() });
    }
    let decision = Decision {
        id: work.new_id(),
        issuer: issuer.clone(),
        reference: command.decision.clone(),
        dossiers: command.dossiers.clone(),
        signed_file: command.signed_file.clone(),
        entered_at: work.now(),
        entered_by: Some(work.person()),
        state: DecisionState::Entered,
    };
    for id in &decision.dossiers {
        let found = store::dossiers::find(work, *id).await?;
        let dossier = policy::known_dossier(found, *id, work.authority())?;
        dossier.must_be_recognisable_by(&decision)?;
        result_must_hold(work, &dossier).await?;
        minutes_must_be_signed(work, &dossier, "dossier_ids").await?;
    }
    store::decisions::insert(work, &decision).await?;
    events::decision_entered(work, &decision);
    Ok(decision)
}
