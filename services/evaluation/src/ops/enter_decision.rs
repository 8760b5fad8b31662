//! Entering a decision of recognition, as the issuer's own register has it, and issuing the certificates.

use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::open_session::MOST_DOSSIERS;
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateNumber, Decision, last_day, year_of};
use crate::domain::council::DecisionReference;
use crate::domain::dossier::DossierId;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct EnterDecision {
    issuer: UnitId,
    decision: DecisionReference,
    dossiers: Vec<DossierId>,
}

impl EnterDecision {
    pub(crate) fn parse(message: pb::EnterDecisionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let issuer = fields.unit("issuer_unit_id", &message.issuer_unit_id);
        let decision = wire::read_decision(&mut fields, "decision", message.decision);
        let given = fields.list("dossier_ids", message.dossier_ids, 1..=MOST_DOSSIERS).unwrap_or_default();
        let dossiers = fields.each("dossier_ids", &given, |fields, path, id| fields.id(path, id));
        let (issuer, decision, dossiers) = fields.finish((issuer, decision, dossiers))?;
        Ok(Self { issuer, decision, dossiers })
    }
}

pub(crate) async fn enter_decision(
    work: &Work,
    command: &EnterDecision,
) -> Result<(Decision, Vec<Certificate>), Error> {
    let issuer = work.authority().units().at(&command.issuer, work.today());
    if issuer.is_none_or(|issuer| issuer.level != UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: command.issuer.clone(), path: "issuer_unit_id" });
    }
    policy::may_work_for_province(work, &command.issuer)?;
    let issued_on = command.decision.date;
    if issued_on > work.today() {
        return Err(Error::DecisionInFuture { today: work.today() });
    }
    let decision = Decision {
        id: work.new_id(),
        issuer: command.issuer.clone(),
        reference: command.decision.clone(),
        dossiers: command.dossiers.clone(),
        entered_at: work.now(),
    };
    store::certificates::insert_decision(work, &decision).await?;
    let year = year_of(issued_on);
    let last = store::certificates::last_serial(work, &command.issuer, year).await?;
    let mut certificates = Vec::with_capacity(command.dossiers.len());
    for (id, serial) in command.dossiers.iter().zip(last + 1..) {
        let number = CertificateNumber { issuer: command.issuer.clone(), year, serial };
        certificates.push(certify(work, &decision, *id, number).await?);
    }
    store::certificates::insert(work, &certificates).await?;
    events::decision_entered(work, &decision);
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
    let dossier = store::dossiers::find(work, id).await?;
    let dossier = policy::known_dossier(dossier, id, work.authority())?;
    if dossier.province != decision.issuer {
        return Err(Error::NoSuchDossier { dossier: id });
    }
    let issued_on = decision.reference.date;
    // The term is that of the rules the dossier is pinned to.
    let months = work.service().catalogue.version(&dossier.criteria_version)?.certificate_months;
    let certificate_id = work.new_id();
    let at = work.service().at(work.now(), &dossier.criteria_version)?;
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
