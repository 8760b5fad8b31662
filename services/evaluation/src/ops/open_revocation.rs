//! Opening the revocation of a certificate, on one of the six grounds of article 8. It rests on a conclusion, or on
//! the answer to a complaint.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_revocation::RevocationOnDay;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::complaint::{ComplaintId, Consequence};
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
    Conclusion {
        conclusion: String,
        concluded_on: NaiveDate,
    },
    /// The document that answers it is the conclusion.
    Complaint(ComplaintId),
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

/// Either a conclusion with its date, or a complaint that has both.
fn read_basis(fields: &mut Fields, message: &pb::OpenRevocationRequest) -> Option<Basis> {
    let Some(complaint) = fields.optional_id("complaint_id", &message.complaint_id)? else {
        let conclusion = fields.line("conclusion", &message.conclusion, 200);
        let concluded_on = fields.date("concluded_on", &message.concluded_on);
        return Some(Basis::Conclusion { conclusion: conclusion?, concluded_on: concluded_on? });
    };
    let given = [("conclusion", &message.conclusion), ("concluded_on", &message.concluded_on)];
    let twice: Vec<_> = given.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    for (path, _) in &twice {
        fields.fault(
            *path,
            "Số và ngày lấy từ văn bản trả lời khiếu nại; hãy để trống.",
            "Number and date are those of the complaint's answer; leave this empty.",
        );
    }
    twice.is_empty().then_some(Basis::Complaint(complaint))
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

/// A complaint is followed on the certificate it is about, or on the one that replaces that: both are of one dossier.
async fn charge_of(work: &Work, command: &OpenRevocation, certificate: &Certificate) -> Result<Charge, Error> {
    let (conclusion, concluded_on, complaint) = match &command.basis {
        Basis::Conclusion { conclusion, concluded_on } => (conclusion.clone(), *concluded_on, None),
        Basis::Complaint(id) => {
            let complaint = policy::complaints::seen_whole(work, *id).await?;
            let answer = complaint.must_lead_to(Consequence::Revocation)?;
            if complaint.matter.dossier != certificate.dossier {
                return Err(Error::ComplaintLeadsElsewhere { complaint: *id });
            }
            (answer.document.clone(), answer.dated, Some(*id))
        }
    };
    Ok(Charge { ground: command.ground, conclusion, concluded_on, reasons: command.reasons.clone(), complaint })
}
