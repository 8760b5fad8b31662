//! Issuing a certificate anew: the paper was lost, or the producer was renamed or merged.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_certificate::CertificateOnDay;
use super::replacing::{Prepared, Replacing, replace};
use crate::domain::register::ReplacementKind;
use crate::error::Error;
use crate::{View, Work, wire};

pub(crate) struct ReissueCertificate {
    replacing: Replacing,
    kind: ReplacementKind,
}

impl ReissueCertificate {
    pub(crate) fn parse(message: pb::ReissueCertificateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let replacing = Replacing::read(&mut fields, &message.certificate_id, &message.basis, &message.basis_date);
        let kind = wire::register::read_reissue_kind(&mut fields, message.kind);
        let (replacing, kind) = fields.finish((replacing, kind))?;
        Ok(Self { replacing, kind })
    }
}

/// Asks registry for the producer as it is now.
pub(crate) async fn prepare(view: &View, command: &ReissueCertificate) -> Result<Prepared, Error> {
    command.replacing.prepare(view, command.kind).await
}

pub(crate) async fn reissue_certificate(work: &Work, prepared: &Prepared) -> Result<CertificateOnDay, Error> {
    Ok((replace(work, prepared).await?, work.today()))
}
