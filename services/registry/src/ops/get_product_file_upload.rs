//! How far an upload has come.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product_file::{Upload, UploadId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetProductFileUpload {
    upload: UploadId,
}

impl GetProductFileUpload {
    pub(crate) fn parse(message: pb::GetProductFileUploadRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let upload = fields.id("upload_id", &message.upload_id);
        let (upload,) = fields.finish((upload,))?;
        Ok(Self { upload })
    }
}

pub(crate) async fn get_product_file_upload(view: &View, command: &GetProductFileUpload) -> Result<Upload, Error> {
    policy::own_upload(store::uploads::find(view, command.upload).await?, command.upload, view.person())
}
