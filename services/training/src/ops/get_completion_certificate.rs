//! A certificate of completion by its identity.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::completion::{Completion, CompletionId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetCompletionCertificate {
    certificate: CompletionId,
}

impl GetCompletionCertificate {
    pub(crate) fn parse(message: pb::GetCompletionCertificateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let certificate = fields.id("completion_certificate_id", &message.completion_certificate_id);
        let (certificate,) = fields.finish((certificate,))?;
        Ok(Self { certificate })
    }
}

pub(crate) async fn get_completion_certificate(
    view: &View,
    command: &GetCompletionCertificate,
) -> Result<Completion, Error> {
    let found = store::completions::find(view, command.certificate).await?;
    policy::known_completion(found, command.certificate, policy::seen(view))
}
