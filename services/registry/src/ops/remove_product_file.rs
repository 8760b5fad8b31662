//! Taking a file from its product. That it was there stays on record.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::update_product_file::file_to_keep;
use crate::Work;
use crate::domain::product_file::ProductFileId;
use crate::error::Error;
use crate::{events, store};

pub(crate) struct RemoveProductFile {
    file: ProductFileId,
    version: i64,
}

impl RemoveProductFile {
    pub(crate) fn parse(message: pb::RemoveProductFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("product_file_id", &message.product_file_id);
        let version = fields.etag("etag", &message.etag);
        let (file, version) = fields.finish((file, version))?;
        Ok(Self { file, version })
    }
}

pub(crate) async fn remove_product_file(work: &Work, command: &RemoveProductFile) -> Result<(), Error> {
    let (mut file, _) = file_to_keep(work, command.file).await?;
    file.must_be_at(command.version)?;
    file.version += 1;
    store::product_files::remove(work, &file).await?;
    events::product_files::removed(work, &file);
    Ok(())
}
