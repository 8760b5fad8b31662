//! Telling anyone whether a certificate number is of this register and holds today.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_certificate::CertificateOnDay;
use crate::View;
use crate::error::Error;
use crate::store;

pub(crate) struct VerifyCertificate {
    number: String,
}

impl VerifyCertificate {
    pub(crate) fn parse(message: pb::VerifyCertificateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let number = fields.line("number", &message.number, 50);
        let (number,) = fields.finish((number,))?;
        Ok(Self { number })
    }
}

pub(crate) async fn verify_certificate(view: &View, command: &VerifyCertificate) -> Result<CertificateOnDay, Error> {
    let found = store::certificates::find_by_number(view, &command.number).await?;
    let certificate = found.ok_or_else(|| Error::NoSuchCertificateNumber { number: command.number.clone() })?;
    Ok((certificate, view.today()))
}
