//! A certificate, put together from its record.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_dossier_form::{rules_of, unit_name};
use crate::domain::certificate::CertificateId;
use crate::domain::official_form::{self, OfficialForm};
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct GetCertificateForm {
    certificate: CertificateId,
}

impl GetCertificateForm {
    pub(crate) fn parse(message: pb::GetCertificateFormRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let certificate = fields.id("certificate_id", &message.certificate_id);
        let (certificate,) = fields.finish((certificate,))?;
        Ok(Self { certificate })
    }
}

pub(crate) async fn get_certificate_form(view: &View, command: &GetCertificateForm) -> Result<OfficialForm, Error> {
    let found = store::certificates::find(view, command.certificate).await?;
    let certificate = policy::known_certificate(found, command.certificate, view.authority())?.certificate;
    let unknown = Error::NoSuchDossier { dossier: certificate.dossier };
    let dossier = store::dossiers::find(view, certificate.dossier).await?.ok_or(unknown)?;
    let rules = &rules_of(view, &dossier)?.decision_number;
    let name = |unit| unit_name(view, unit, certificate.issued_on);
    Ok(official_form::certificate(&certificate, &name(&certificate.number.issuer), &name(&certificate.unit), rules))
}
