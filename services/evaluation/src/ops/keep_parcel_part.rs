//! Keeping a part of a parcel that comes from another installation.
//!
//! A part is a content among the others, named by its hash; nothing refers to it, so the job that collects takes it away
//! after a day.

use bytes::Bytes;
use platform::blobs::{Digest, ledger};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::parcel::PART_BYTES;
use crate::error::Error;
use crate::{View, Work, policy};

pub(crate) struct KeepParcelPart(Bytes);

impl KeepParcelPart {
    pub(crate) fn parse(message: pb::KeepParcelPartRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let data = Some(message.data).filter(|data| (1..=PART_BYTES).contains(&data.len()));
        if data.is_none() {
            fields.fault("data", "Mỗi phần có từ 1 byte đến 512 KiB.", "A part has 1 byte to 512 KiB.");
        }
        let (data,) = fields.finish((data,))?;
        Ok(Self(data))
    }
}

/// Keeps the bytes among the contents of files.
pub(crate) async fn prepare(view: &View, KeepParcelPart(data): &KeepParcelPart) -> Result<(Digest, i64), Error> {
    policy::must_be_reporting(view)?;
    view.service().blobs.keep(data.clone()).await?;
    Ok((Digest::of(data), i64::try_from(data.len()).unwrap_or(i64::MAX)))
}

pub(crate) async fn keep_parcel_part(work: &Work, (part, bytes): &(Digest, i64)) -> Result<Digest, Error> {
    let claimed = ledger::claim(work, *part, *bytes, work.now()).await?;
    if claimed { Ok(*part) } else { Err(Error::ContentGoing) }
}
