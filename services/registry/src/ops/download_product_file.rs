//! The content of a product's file in one of its sizes, from a place on. Who reads an original is recorded.

use platform::blobs::{BlobError, BlobReader};
use platform::fields::Fields;
use platform::operation::Recorded;
use platform::rpc::Answers;
use proto::registry::v1 as pb;

use super::get_product_file::seen;
use crate::View;
use crate::domain::product_file::{ProductFileId, Size};
use crate::error::Error;
use crate::{policy, wire};

pub(crate) struct DownloadProductFile {
    file: ProductFileId,
    size: Size,
    offset: i64,
}

/// A content that is being read.
pub(crate) struct OpenProductFile {
    file: ProductFileId,
    offset: i64,
    reader: BlobReader,
}

impl DownloadProductFile {
    pub(crate) fn parse(message: pb::DownloadProductFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("product_file_id", &message.product_file_id);
        let size = wire::choices::read(&mut fields, "size", message.size);
        if message.offset_bytes < 0 {
            fields.fault("offset_bytes", "Không được âm.", "It must not be negative.");
        }
        let (file, size) = fields.finish((file, size))?;
        Ok(Self { file, size, offset: message.offset_bytes })
    }
}

pub(crate) async fn download_product_file(
    view: &View,
    command: &DownloadProductFile,
) -> Result<Recorded<OpenProductFile>, Error> {
    let DownloadProductFile { file: id, size, offset } = *command;
    let (file, product) = seen(view, id).await?;
    if size == Size::Original && !file.original_is_for_all() {
        let shown = policy::sight_of_originals(view).await?.shows_product(&product);
        shown.then_some(()).ok_or(Error::OriginalNotShown { file: id })?;
    }
    let content = file.content(size)?;
    if offset > content.bytes {
        return Err(Error::OffsetBeyondEnd { bytes: content.bytes });
    }
    let reader = view.service().blobs.read(content.sha256, offset.unsigned_abs()).await;
    let reader = reader.map_err(|error| damaged(id, error))?;
    // Thumbnails show what everybody sees.
    let subjects = if size == Size::Original { vec![id.into()] } else { Vec::new() };
    Ok(Recorded { value: OpenProductFile { file: id, offset, reader }, noun: "product_file", subjects, purpose: None })
}

/// Sends the content to whoever asked for it.
pub(crate) async fn send_product_file(
    mut open: OpenProductFile,
    answers: Answers<pb::DownloadProductFileResponse>,
) -> Result<(), platform::error::Error> {
    while let Some(data) = open.reader.next().await.map_err(|error| damaged(open.file, error))? {
        let offset_bytes = open.offset;
        open.offset += i64::try_from(data.len()).unwrap_or_default();
        answers.send(pb::DownloadProductFileResponse { offset_bytes, data }).await?;
    }
    Ok(())
}

fn damaged(file: ProductFileId, error: BlobError) -> Error {
    match error {
        BlobError::Store(error) => error.into(),
        BlobError::Missing | BlobError::Damaged => {
            tracing::error!(file.id = %file, fault = ?error, "the content of a file is not what it was");
            Error::FileDamaged { file }
        }
    }
}
