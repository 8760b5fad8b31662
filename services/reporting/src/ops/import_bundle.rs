//! Taking in a submission that was carried by hand, as if it had been sent.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::receiving::{NewPart, conclude, hear_head, take_part};
use crate::Work;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::domain::link::submission::PART_BYTES;
use crate::error::Error;
use crate::wire::link::read_signed;

pub(crate) struct ImportBundle {
    header: SignedBytes,
    body: Vec<u8>,
}

impl ImportBundle {
    pub(crate) fn parse(message: pb::ImportBundleRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let bundle = fields.message("bundle", message.bundle).unwrap_or_default();
        let header = read_signed(&mut fields, "bundle.header", bundle.header);
        let (header,) = fields.finish((header,))?;
        Ok(Self { header, body: bundle.body })
    }
}

pub(crate) async fn import_bundle(work: &Work, command: &ImportBundle) -> Result<Submission, Error> {
    work.authority().require(&UnitId::country())?;
    let mut submission = hear_head(work, &command.header).await?;
    for (number, data) in (0..).zip(command.body.chunks(PART_BYTES)) {
        if submission.verdict == Verdict::Receiving && number <= submission.summary.parts() {
            let part = NewPart { submission: submission.id, number, data: data.to_vec() };
            submission = take_part(work, &part).await?;
        }
    }
    if submission.verdict == Verdict::Receiving { conclude(work, &submission.id).await } else { Ok(submission) }
}
