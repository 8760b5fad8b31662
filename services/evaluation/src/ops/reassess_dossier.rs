//! Having a dossier assessed once more: after the ministry's result, or because the ministry or a complaint asks for it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::complaint::{ComplaintId, Consequence};
use crate::domain::dossier::{Action, Dossier, DossierState, Initiative, Level};
use crate::domain::redo::{RedoDemand, RedoRequestId};
use crate::error::Error;
use crate::{Work, policy, store};

pub(crate) struct ReassessDossier {
    step: DossierStep,
    asked: Option<Asked>,
}

/// Who asks for it.
#[derive(Clone, Copy)]
enum Asked {
    Ministry(RedoRequestId),
    Complaint(ComplaintId),
}

impl ReassessDossier {
    pub(crate) fn parse(message: pb::ReassessDossierRequest) -> Result<Self, Error> {
        let pb::ReassessDossierRequest { dossier_id, etag, reasons, redo_request_id, complaint_id, .. } = message;
        let mut fields = Fields::new();
        let request = fields.optional_id("redo_request_id", &redo_request_id);
        let complaint = fields.optional_id("complaint_id", &complaint_id);
        if request.flatten().is_some() && complaint.flatten().is_some() {
            fields.fault(
                "complaint_id",
                "Chỉ nêu một căn cứ: yêu cầu của Bộ hoặc khiếu nại.",
                "Name one reason: the ministry's request or a complaint.",
            );
        }
        let step = DossierStep::read(&dossier_id, &etag, "reasons", &reasons, Reasons::Needed)?;
        let (request, complaint) = fields.finish((request, complaint))?;
        let asked = request.map(Asked::Ministry).or(complaint.map(Asked::Complaint));
        Ok(Self { step, asked })
    }
}

pub(crate) async fn reassess_dossier(work: &Work, command: &ReassessDossier) -> Result<Dossier, Error> {
    let dossier = command.step.load(work).await?;
    let level = level_of_result(work, &dossier).await?;
    policy::may_lead(work, &dossier, level)?;
    let at = at(work, &dossier).await?;
    match command.asked {
        None => {}
        Some(Asked::Ministry(id)) => follow_request(work, &dossier, id).await?,
        Some(Asked::Complaint(id)) => follow_complaint(work, &dossier, id).await?,
    }
    let initiative = command.asked.map_or(Initiative::Own, |_| Initiative::Asked { level });
    keep(work, dossier.reassess(initiative, command.step.text.clone(), &at)?).await
}

/// The level that answers for the result. Refuses a recognition whose certificate has ended or is about to be revoked.
async fn level_of_result(work: &Work, dossier: &Dossier) -> Result<Level, Error> {
    let DossierState::Certified { certificate, .. } = dossier.state else { return Ok(Level::Province) };
    let found = store::certificates::last_issued(work, certificate).await?;
    let registered = found.ok_or(Error::NoSuchCertificate { certificate })?;
    registered.must_hold_on(work.today())?;
    if store::revocations::is_open(work, registered.certificate.id).await? {
        return Err(Error::RevocationExists);
    }
    Ok(registered.certificate.level())
}

/// The ministry's request must be about it, and is marked as taken up.
async fn follow_request(work: &Work, dossier: &Dossier, id: RedoRequestId) -> Result<(), Error> {
    let request = policy::readable_redo_request(work, id).await?;
    request.must_ask(RedoDemand::Reassess, dossier.id)?;
    store::redo_requests::save(work, &request.taken_up()?).await
}

/// The complaint must be about it, call for a re-assessment, and not be followed yet.
async fn follow_complaint(work: &Work, dossier: &Dossier, id: ComplaintId) -> Result<(), Error> {
    let complaint = policy::complaints::seen_whole(work, id).await?;
    let answer = complaint.must_lead_to(Consequence::Reassessment)?;
    if complaint.matter.dossier != dossier.id {
        return Err(Error::ComplaintLeadsElsewhere { complaint: id });
    }
    let steps = store::dossiers::steps(work, dossier.id).await?;
    if steps.iter().any(|step| step.action == Action::Reassess && step.at >= answer.at) {
        return Err(Error::ComplaintReassessed { complaint: id });
    }
    Ok(())
}
