//! Approving a decision that was entered, and issuing its certificates.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::recount::result_must_hold;
use super::step::at;
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateId, CertificateNumber, last_day, year_of};
use crate::domain::criteria::Star;
use crate::domain::decision::{Decision, DecisionId};
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::register::{CertificateStatus, NewCertificate, RegisteredCertificate};
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
    let issuing = Issuing { decision: &decision, year: year_of(decision.reference.date) };
    let mut serial = store::certificates::last_serial(work, &decision.issuer, issuing.year).await?;
    let mut issued = Vec::with_capacity(decision.dossiers.len());
    for id in &decision.dossiers {
        if let Some(registered) = issuing.certify(work, *id, serial + 1).await? {
            serial += 1;
            issued.push(registered);
        }
    }
    keep(work, &issued).await?;
    events::decision_approved(work, &decision);
    for registered in &issued {
        events::certificate_issued(work, &registered.certificate);
        if let Some(replaced) = &registered.replaces {
            let ended = store::certificates::first_issued(work, replaced.certificate).await?;
            events::certificate_replaced(work, registered, ended);
        }
    }
    Ok((decision, issued.into_iter().map(|registered| registered.certificate).collect()))
}

/// Keeps new certificates, all at once but for those that replace another.
async fn keep(work: &Work, issued: &[RegisteredCertificate]) -> Result<(), Error> {
    let fresh = issued.iter().filter(|registered| registered.replaces.is_none());
    let fresh: Vec<_> = fresh.map(|registered| registered.certificate.clone()).collect();
    if !fresh.is_empty() {
        store::certificates::insert(work, &fresh).await?;
    }
    for replacement in issued.iter().filter(|registered| registered.replaces.is_some()) {
        store::certificates::insert_replacement(work, replacement).await?;
    }
    Ok(())
}

/// Which decision grants certificates, and the year they are counted in.
struct Issuing<'d> {
    decision: &'d Decision,
    year: i32,
}

impl Issuing<'_> {
    /// Moves a dossier to its end and makes its certificate, if it gets one.
    async fn certify(&self, work: &Work, id: DossierId, serial: i32) -> Result<Option<RegisteredCertificate>, Error> {
        let dossier = store::dossiers::find(work, id).await?.ok_or(Error::NoSuchDossier { dossier: id })?;
        dossier.must_be_recognisable_by(self.decision)?;
        result_must_hold(work, &dossier).await?;
        let at = at(work, &dossier).await?;
        let new = self.next(work, serial);
        let issued_on = new.issued_on;
        let (dossier, issued) = match dossier.standing {
            None => {
                let (dossier, star) = dossier.certify(new.id, issued_on, &at)?;
                // The term is that of the rules the dossier is pinned to.
                let months = work.service().catalogue.version(&dossier.criteria_version)?.certificate_months;
                let certificate = self.certificate(&dossier, new, star, last_day(issued_on, months));
                (dossier, Some(RegisteredCertificate::fresh(certificate)))
            }
            Some(standing) => {
                let stands = standing_certificate(work, standing).await?;
                let holds = stands.status_on(issued_on) == CertificateStatus::Valid;
                if holds && dossier.state.star() != Some(stands.certificate.star) {
                    let (dossier, star) = dossier.certify(new.id, issued_on, &at)?;
                    (dossier, Some(stands.reassessed(new, star, self.decision)))
                } else {
                    // The same star; or it has ended meanwhile, and nothing is left to put right.
                    (dossier.uphold(stands.certificate.id, &at)?, None)
                }
            }
        };
        store::dossiers::save(work, &dossier).await?;
        Ok(issued)
    }

    fn next(&self, work: &Work, serial: i32) -> NewCertificate {
        NewCertificate {
            id: work.new_id(),
            number: CertificateNumber { issuer: self.decision.issuer.clone(), year: self.year, serial },
            issued_on: self.decision.reference.date,
            created_at: work.now(),
        }
    }

    fn certificate(&self, dossier: &Dossier, new: NewCertificate, star: Star, expires_on: NaiveDate) -> Certificate {
        Certificate {
            id: new.id,
            number: new.number,
            star,
            issued_on: new.issued_on,
            expires_on,
            decision: self.decision.reference.clone(),
            decision_id: self.decision.id,
            dossier: dossier.id,
            product_code: dossier.code.clone().unwrap_or_default(),
            product: dossier.product.id,
            product_name: dossier.product.name.clone(),
            product_set: dossier.product.product_set,
            producer: dossier.producer.id,
            producer_name: dossier.producer.name.clone(),
            unit: dossier.product.unit.clone(),
            province: dossier.province.clone(),
            sample: dossier.product.sample,
            created_at: new.created_at,
        }
    }
}

/// The certificate that stands, as it was issued last; not one whose revocation is open.
async fn standing_certificate(work: &Work, id: CertificateId) -> Result<RegisteredCertificate, Error> {
    let found = store::certificates::last_issued(work, id).await?;
    let registered = found.ok_or(Error::NoSuchCertificate { certificate: id })?;
    if store::revocations::is_open(work, registered.certificate.id).await? {
        return Err(Error::RevocationExists);
    }
    Ok(registered)
}
