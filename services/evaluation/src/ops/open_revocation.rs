//! Opening the revocation of a certificate, on one of the six grounds of article 8. It rests on a conclusion made
//! elsewhere, on the answer to a complaint, or on the conclusion of an inspection.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_revocation::RevocationOnDay;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::complaint::{ComplaintId, Consequence};
use crate::domain::inspection::InspectionId;
use crate::domain::revocation::{Charge, Ground, Opening, Revocation};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct OpenRevocation {
    certificate: CertificateId,
    ground: Ground,
    basis: Basis,
    reasons: String,
}

/// What it rests on, as it is named.
enum Basis {
    /// One made elsewhere.
    Conclusion { conclusion: String, concluded_on: NaiveDate },
    /// The document that answers it is the conclusion.
    Complaint(ComplaintId),
    /// Its conclusion is on record.
    Inspection(InspectionId),
}

impl OpenRevocation {
    pub(crate) fn parse(message: pb::OpenRevocationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let certificate = fields.id("certificate_id", &message.certificate_id);
        let ground = wire::register::read_ground(&mut fields, message.ground);
        let basis = read_basis(&mut fields, &message);
        let reasons = wire::register::read_reasons(&mut fields, "reasons", &message.reasons, MOST_TEXT);
        let (certificate, ground, basis, reasons) = fields.finish((certificate, ground, basis, reasons))?;
        Ok(Self { certificate, ground, basis, reasons })
    }
}

/// Either a conclusion with its date, or a complaint or an inspection that has both.
fn read_basis(fields: &mut Fields, message: &pb::OpenRevocationRequest) -> Option<Basis> {
    let complaint = fields.optional_id("complaint_id", &message.complaint_id)?;
    let inspection = fields.optional_id("inspection_id", &message.inspection_id)?;
    let basis = match (complaint, inspection) {
        (None, None) => {
            let conclusion = fields.line("conclusion", &message.conclusion, 200);
            let concluded_on = fields.date("concluded_on", &message.concluded_on);
            return Some(Basis::Conclusion { conclusion: conclusion?, concluded_on: concluded_on? });
        }
        (Some(complaint), None) => Basis::Complaint(complaint),
        (None, Some(inspection)) => Basis::Inspection(inspection),
        (Some(_), Some(_)) => {
            fields.fault(
                "inspection_id",
                "Nêu khiếu nại hoặc cuộc kiểm tra, không nêu cả hai.",
                "Name a complaint or an inspection, not both.",
            );
            return None;
        }
    };
    let given = [("conclusion", &message.conclusion), ("concluded_on", &message.concluded_on)];
    let twice: Vec<_> = given.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    for (path, _) in &twice {
        fields.fault(
            *path,
            "Số và ngày lấy từ văn bản trả lời khiếu nại hoặc kết luận kiểm tra; hãy để trống.",
            "Number and date are those of the complaint's answer or the inspection's conclusion; leave this empty.",
        );
    }
    twice.is_empty().then_some(basis)
}

pub(crate) async fn open_revocation(work: &Work, command: &OpenRevocation) -> Result<RevocationOnDay, Error> {
    let found = store::certificates::find(work, command.certificate).await?;
    let registered = policy::known_certificate(found, command.certificate, work.authority())?;
    policy::may_handle_certificate(work, &registered.certificate)?;
    let charge = charge_of(work, command, &registered.certificate).await?;
    let service = work.service();
    let calendar = store::calendar_days::calendar(work, &service.calendar).await?;
    let opening = Opening {
        by: work.person(),
        at: work.now(),
        parameters: service.workflows.in_force_on(work.today())?,
        calendar: &calendar,
    };
    let revocation = Revocation::open(work.new_id(), &registered, charge, opening)?;
    store::revocations::insert(work, &revocation).await?;
    events::revocation_opened(work, &revocation);
    Ok((revocation, work.today()))
}

/// What the certificate is charged with. A complaint or an inspection is followed on the certificate it is about, or on
/// the one that replaces that: both are of one dossier.
async fn charge_of(work: &Work, command: &OpenRevocation, certificate: &Certificate) -> Result<Charge, Error> {
    let (ground, reasons) = (command.ground, command.reasons.clone());
    let resting_on = |conclusion: &str, concluded_on| {
        let conclusion = conclusion.to_owned();
        Charge { ground, conclusion, concluded_on, reasons, complaint: None, inspection: None }
    };
    match &command.basis {
        Basis::Conclusion { conclusion, concluded_on } => Ok(resting_on(conclusion, *concluded_on)),
        Basis::Complaint(id) => {
            let complaint = policy::complaints::seen_whole(work, *id).await?;
            let answer = complaint.must_lead_to(Consequence::Revocation)?;
            if complaint.matter.dossier != certificate.dossier {
                return Err(Error::ComplaintLeadsElsewhere { complaint: *id });
            }
            Ok(Charge { complaint: Some(*id), ..resting_on(&answer.document, answer.dated) })
        }
        Basis::Inspection(id) => {
            let inspection = policy::inspections::readable(work, *id).await?;
            let basis = inspection.grounds_revocation(certificate, ground)?;
            Ok(Charge { inspection: Some(*id), ..resting_on(&basis.reference, basis.date) })
        }
    }
}
