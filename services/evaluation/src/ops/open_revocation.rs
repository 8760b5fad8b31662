//! Opening the revocation of a certificate, on one of the six grounds of article 8.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_revocation::RevocationOnDay;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::certificate::CertificateId;
use crate::domain::revocation::{Charge, Opening, Revocation};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct OpenRevocation {
    certificate: CertificateId,
    charge: Charge,
}

impl OpenRevocation {
    pub(crate) fn parse(message: pb::OpenRevocationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let certificate = fields.id("certificate_id", &message.certificate_id);
        let ground = wire::register::read_ground(&mut fields, message.ground);
        let conclusion = fields.line("conclusion", &message.conclusion, 200);
        let concluded_on = fields.date("concluded_on", &message.concluded_on);
        let reasons = wire::register::read_reasons(&mut fields, "reasons", &message.reasons, MOST_TEXT);
        let (certificate, ground, conclusion, concluded_on, reasons) =
            fields.finish((certificate, ground, conclusion, concluded_on, reasons))?;
        Ok(Self { certificate, charge: Charge { ground, conclusion, concluded_on, reasons } })
    }
}

pub(crate) async fn open_revocation(work: &Work, command: &OpenRevocation) -> Result<RevocationOnDay, Error> {
    let found = store::certificates::find(work, command.certificate).await?;
    let registered = policy::known_certificate(found, command.certificate, work.authority())?;
    policy::may_handle_certificate(work, &registered.certificate)?;
    let service = work.service();
    let calendar = store::calendar_days::calendar(work, &service.calendar).await?;
    let opening = Opening {
        by: work.person(),
        at: work.now(),
        parameters: service.workflows.in_force_on(work.today())?,
        calendar: &calendar,
    };
    let revocation = Revocation::open(work.new_id(), &registered, command.charge.clone(), opening)?;
    store::revocations::insert(work, &revocation).await?;
    events::revocation_opened(work, &revocation);
    Ok((revocation, work.today()))
}
