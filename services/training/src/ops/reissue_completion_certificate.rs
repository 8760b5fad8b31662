//! Issuing a certificate of completion again, under a new number and with the same days.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::completion::{Completion, CompletionId, ReissueReason};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct ReissueCompletionCertificate {
    certificate: CompletionId,
    reason: ReissueReason,
}

impl ReissueCompletionCertificate {
    pub(crate) fn parse(message: pb::ReissueCompletionCertificateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let certificate = fields.id("completion_certificate_id", &message.completion_certificate_id);
        let reason = wire::read_reissue_reason(&mut fields, "reason", message.reason);
        let (certificate, reason) = fields.finish((certificate, reason))?;
        Ok(Self { certificate, reason })
    }
}

pub(crate) async fn reissue_completion_certificate(
    work: &Work,
    command: &ReissueCompletionCertificate,
) -> Result<Completion, Error> {
    let found = store::completions::find(work, command.certificate).await?;
    let certificate = policy::known_completion(found, command.certificate, policy::reached(work))?;
    let serial = store::completions::last_serial(work, &certificate.unit, work.today()).await? + 1;
    let (replaced, reissued) = certificate.reissued(work.new_id(), command.reason, serial, work.today(), work.now())?;
    store::completions::save_replaced(work, &replaced).await?;
    store::completions::insert(work, std::slice::from_ref(&reissued)).await?;
    events::completion_reissued(work, &reissued);
    Ok(reissued)
}
