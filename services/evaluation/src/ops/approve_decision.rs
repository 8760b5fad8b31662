//! Approving a decision that was entered, and issuing its certificates.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::recount::result_must_hold;
use super::step::at;
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateNumber, last_day, year_of};
use crate::domain::decision::{Decision, DecisionId};
use crate::domain::dossier::DossierId;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct ApproveDecision {
    decision: DecisionId,
}

impl ApproveDecision {
    pub(crate) fn parse(message: pb::ApproveDecisionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let decision = fields.id("decision_id", &message.decision_id);
        let (decision,) = fields.finish((decision,))?;
        Ok(Self { decision })
    }
}

pub(crate) async fn approve_decision(
    work: &Work,
    command: &ApproveDecision,
) -> Result<(Decision, Vec<Certificate>), Error> {
    let decision = policy::decision_to_decide(work, command.decision).await?;
    let acting = policy::acting_persons(work, &decision.issuer).await?;
    if decision.entered_by.is_some_and(|person| acting.contains(&person)) {
        return Err(Error::PreparedBySamePerson);
    }
    let decision = decision.approve(work.person(), work.now())?;
    store::decisions::decide(work, &decision).await?;
    let year = year_of(decision.reference.date);
    let last = store::certificates::last_serial(work, &decision.issuer, year).await?;
    let mut certificates = Vec::with_capacity(decision.dossiers.len());
    for (id, serial) in decision.dossiers.iter().zip(last + 1..) {
        let number = CertificateNumber { issuer: decision.issuer.clone(), year, serial };
        certificates.push(certify(work, &decision, *id, number).await?);
    }
    store::certificates::insert(work, &certificates).await?;
    events::decision_approved(work, &decision);
    for certificate in &certificates {
        events::certificate_issued(work, certificate);
    }
    Ok((decision, certificates))
}

/// Moves a dossier to its end and makes its certificate.
async fn certify(
    work: &Work,
    decision: &Decision,
    id: DossierId,
    number: CertificateNumber,
) -> Result<Certificate, Error> {
    let dossier = store::dossiers::find(work, id).await?.ok_or(Error::NoSuchDossier { dossier: id })?;
    dossier.must_be_recognisable_by(decision)?;
    result_must_hold(work, &dossier).await?;
    let issued_on = decision.reference.date;
    // The term is that of the rules the dossier is pinned to.
    let months = work.service().catalogue.version(&dossier.criteria_version)?.certificate_months;
    let certificate_id = work.new_id();
    let at = at(work, &dossier).await?;
    let (dossier, star) = dossier.certify(certificate_id, issued_on, &at)?;
    store::dossiers::save(work, &dossier).await?;
    Ok(Certificate {
        id: certificate_id,
        number,
        star,
        issued_on,
        expires_on: last_day(issued_on, months),
        decision: decision.reference.clone(),
        decision_id: decision.id,
        dossier: dossier.id,
        product_code: dossier.code.unwrap_or_default(),
        product: dossier.product.id,
        product_name: dossier.product.name,
        product_set: dossier.product.product_set,
        producer: dossier.producer.id,
        producer_name: dossier.producer.name,
        unit: dossier.product.unit,
        province: dossier.province,
        sample: dossier.product.sample,
        created_at: work.now(),
    })
}
