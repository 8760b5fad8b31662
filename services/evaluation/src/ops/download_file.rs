//! The content of a file, from a place on. Who reads it is recorded.

use platform::blobs::{BlobError, BlobReader};
use platform::fields::Fields;
use platform::operation::Recorded;
use platform::rpc::Answers;
use proto::evaluation::v1 as pb;

use super::get_file::reachable;
use crate::View;
use crate::domain::dossier::DossierId;
use crate::domain::file::FileId;
use crate::error::Error;

pub(crate) struct DownloadFile {
    file: FileId,
    dossier: Option<DossierId>,
    offset: i64,
}

/// A content that is being read.
pub(crate) struct OpenFile {
    file: FileId,
    offset: i64,
    reader: BlobReader,
}

impl DownloadFile {
    pub(crate) fn parse(message: pb::DownloadFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("file_id", &message.file_id);
        if message.offset_bytes < 0 {
            fields.fault("offset_bytes", "Không được âm.", "It must not be negative.");
        }
        let dossier = fields.optional_id("dossier_id", &message.dossier_id);
        let (file, dossier) = fields.finish((file, dossier))?;
        Ok(Self { file, dossier, offset: message.offset_bytes })
    }
}

pub(crate) async fn download_file(view: &View, command: &DownloadFile) -> Result<Recorded<OpenFile>, Error> {
    let DownloadFile { file: id, dossier, offset } = *command;
    let file = reachable(view, id, dossier).await?;
    if offset > file.declaration.bytes {
        return Err(Error::OffsetBeyondEnd { bytes: file.declaration.bytes });
    }
    let reader = view.service().blobs.read(file.declaration.sha256, offset.unsigned_abs()).await;
    let reader = reader.map_err(|error| damaged(id, error))?;
    Ok(Recorded {
        value: OpenFile { file: id, offset, reader },
        noun: "file",
        subjects: vec![id.into()],
        purpose: None,
    })
}

/// Sends the content to whoever asked for it.
pub(crate) async fn send_file(
    mut open: OpenFile,
    answers: Answers<pb::DownloadFileResponse>,
) -> Result<(), platform::error::Error> {
    while let Some(data) = open.reader.next().await.map_err(|error| damaged(open.file, error))? {
        let offset_bytes = open.offset;
        open.offset += i64::try_from(data.len()).unwrap_or_default();
        answers.send(pb::DownloadFileResponse { offset_bytes, data }).await?;
    }
    Ok(())
}

pub(super) fn damaged(file: FileId, error: BlobError) -> Error {
    match error {
        BlobError::Store(error) => error.into(),
        BlobError::Missing | BlobError::Damaged => {
            tracing::error!(file.id = %file, fault = ?error, "the content of a file is not what it was");
            Error::FileDamaged { file }
        }
    }
}
