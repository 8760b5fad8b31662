//! A certificate by its identity, with its status on a day.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::certificate::CertificateId;
use crate::domain::register::RegisteredCertificate;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetCertificate {
    certificate: CertificateId,
    at: Option<NaiveDate>,
}

impl GetCertificate {
    pub(crate) fn parse(message: pb::GetCertificateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let certificate = fields.id("certificate_id", &message.certificate_id);
        let at = fields.optional_date("at", &message.at);
        let (certificate, at) = fields.finish((certificate, at))?;
        Ok(Self { certificate, at })
    }
}

/// A certificate, and the day its status is asked for.
pub(crate) type CertificateOnDay = (RegisteredCertificate, NaiveDate);

pub(crate) async fn get_certificate(view: &View, command: &GetCertificate) -> Result<CertificateOnDay, Error> {
    let found = store::certificates::find(view, command.certificate).await?;
    let certificate = policy::known_certificate(found, command.certificate, view.authority())?;
    Ok((certificate, command.at.unwrap_or(view.today())))
}
