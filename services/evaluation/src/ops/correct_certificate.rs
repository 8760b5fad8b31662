//! Putting the names on a certificate right (đính chính): registry is put right first, then the paper.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_certificate::CertificateOnDay;
use super::replacing::{Prepared, Replacing, replace};
use crate::domain::register::ReplacementKind;
use crate::error::Error;
use crate::{View, Work};

pub(crate) struct CorrectCertificate(Replacing);

impl CorrectCertificate {
    pub(crate) fn parse(message: pb::CorrectCertificateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let replacing = Replacing::read(&mut fields, &message.certificate_id, &message.basis, &message.basis_date);
        let (replacing,) = fields.finish((replacing,))?;
        Ok(Self(replacing))
    }
}

/// Asks registry for the names as they are now.
pub(crate) async fn prepare(
    view: &View,
    CorrectCertificate(replacing): &CorrectCertificate,
) -> Result<Prepared, Error> {
    replacing.prepare(view, ReplacementKind::Correction).await
}

pub(crate) async fn correct_certificate(work: &Work, prepared: &Prepared) -> Result<CertificateOnDay, Error> {
    Ok((replace(work, prepared).await?, work.today()))
}
