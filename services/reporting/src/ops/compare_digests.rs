//! Comparing what a province says it has with what the ministry has.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::reconciling::compare;
use crate::domain::link::keys::Statement;
use crate::domain::link::record::SignedBytes;
use crate::domain::link::standing::LinkState;
use crate::error::Error;
use crate::link::{is_signed, sign};
use crate::wire::link::{read_digest_list, read_signed};
use crate::{Work, events, store};

pub(crate) struct CompareDigests {
    digests: SignedBytes,
}

impl CompareDigests {
    pub(crate) fn parse(message: pb::CompareDigestsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let digests = read_signed(&mut fields, "digests", message.digests);
        let (digests,) = fields.finish((digests,))?;
        Ok(Self { digests })
    }
}

pub(crate) async fn compare_digests(work: &Work, command: &CompareDigests) -> Result<SignedBytes, Error> {
    let key = work.service().link.ministry()?;
    let list = read_digest_list(&command.digests.message).ok_or(Error::SubmissionMalformed)?;
    let link = store::link::provinces::find(work, &list.province).await?.ok_or(Error::ProvinceNotAdmitted)?;
    if !is_signed(&link.key, Statement::DigestList, &command.digests) {
        return Err(Error::SubmissionForged);
    }
    match link.state {
        LinkState::Admitted => {}
        LinkState::Quarantined => return Err(Error::ProvinceQuarantined),
        LinkState::Proposed | LinkState::Suspended => return Err(Error::ProvinceNotAdmitted),
    }
    // Two sides that are not at the same place differ, and that says nothing.
    if (list.epoch, list.sequence) != (link.place.epoch, link.place.sequence) {
        return Err(Error::SubmissionOutOfOrder);
    }
    let kept = compare(work, &list).await?;
    store::link::reconciliations::insert(work, &kept).await?;
    events::link::figures_reconciled(work, kept.id, kept.province.to_string(), kept.different);
    Ok(sign(key, Statement::Reconciliation, kept.outcome))
}
