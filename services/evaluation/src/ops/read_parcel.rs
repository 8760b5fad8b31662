//! The bytes of a sealed parcel, from a place on. Who reads them is recorded.

use platform::blobs::Digest;
use platform::fields::Fields;
use platform::operation::Recorded;
use platform::rpc::Answers;
use proto::evaluation::v1 as pb;

use super::download_file::damaged;
use crate::domain::dossier::DossierId;
use crate::domain::file::FileId;
use crate::domain::parcel::PART_BYTES;
use crate::error::Error;
use crate::store::parcels::Contents;
use crate::{View, policy, store};

pub(crate) struct ReadParcel {
    dossier: DossierId,
    dossier_version: i64,
    offset: u64,
}

/// A parcel that is being read.
pub(crate) struct OpenParcel {
    document: Vec<u8>,
    files: Vec<(FileId, Digest, u64)>,
    offset: u64,
}

impl ReadParcel {
    pub(crate) fn parse(message: pb::ReadParcelRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let offset = u64::try_from(message.offset_bytes).ok();
        if offset.is_none() {
            fields.fault("offset_bytes", "Không được âm.", "It must not be negative.");
        }
        let (dossier, offset) = fields.finish((dossier, offset))?;
        Ok(Self { dossier, dossier_version: message.dossier_version, offset })
    }
}

pub(crate) async fn read_parcel(view: &View, command: &ReadParcel) -> Result<Recorded<OpenParcel>, Error> {
    policy::must_be_reporting(view)?;
    let id = command.dossier;
    let kept = store::parcels::find(view, id, command.dossier_version).await?.ok_or(Error::NoParcel { dossier: id })?;
    let files = Contents::read(&kept.document).and_then(|contents| contents.files());
    let files = files.ok_or(Error::ParcelAltered { dossier: id })?;
    let told =
        |file: crate::domain::file::File| (file.id, file.declaration.sha256, file.declaration.bytes.unsigned_abs());
    Ok(Recorded {
        value: OpenParcel {
            document: kept.document,
            files: files.into_iter().map(told).collect(),
            offset: command.offset,
        },
        noun: "dossier",
        subjects: vec![id.into()],
        purpose: None,
    })
}

/// Sends the document, and then the contents of the files.
pub(crate) async fn send_parcel(
    view: View,
    open: OpenParcel,
    answers: Answers<pb::ReadParcelResponse>,
) -> Result<(), platform::error::Error> {
    let OpenParcel { document, files, offset: mut skip } = open;
    let begins = usize::try_from(skip).unwrap_or(usize::MAX).min(document.len());
    for bytes in document[begins..].chunks(PART_BYTES) {
        answers.send(pb::ReadParcelResponse { data: bytes.to_vec().into() }).await?;
    }
    skip = skip.saturating_sub(document.len() as u64);
    for (id, content, bytes) in files {
        if skip >= bytes {
            skip -= bytes;
            continue;
        }
        let reader = view.service().blobs.read(content, skip).await;
        let mut reader = reader.map_err(|error| damaged(id, error))?;
        skip = 0;
        while let Some(data) = reader.next().await.map_err(|error| damaged(id, error))? {
            answers.send(pb::ReadParcelResponse { data }).await?;
        }
    }
    Ok(())
}
