//! Writing the submission that is next into a bundle, to be carried by hand.

use proto::reporting::v1 as pb;

use super::submitting::dispatch;
use crate::error::Error;
use crate::wire::link::signed;
use crate::{Work, events, store};

pub(crate) struct ExportBundle;

impl ExportBundle {
    pub(crate) fn parse(_: pb::ExportBundleRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

pub(crate) async fn export_bundle(work: &Work, _: &ExportBundle) -> Result<pb::Bundle, Error> {
    work.authority().require(&work.service().link.province()?.unit)?;
    let sent = dispatch(work, &()).await?.ok_or(Error::NothingToSubmit)?;
    let body = store::link::bodies::whole(work, sent.id).await?;
    events::link::submission_made(work, &sent);
    Ok(pb::Bundle { header: sent.header.map(signed), body })
}
