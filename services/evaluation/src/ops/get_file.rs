//! What a file is.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::file::{File, FileId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetFile {
    file: FileId,
}

impl GetFile {
    pub(crate) fn parse(message: pb::GetFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("file_id", &message.file_id);
        let (file,) = fields.finish((file,))?;
        Ok(Self { file })
    }
}

pub(crate) async fn get_file(view: &View, command: &GetFile) -> Result<File, Error> {
    policy::file_in_reach(view, store::files::find(view, command.file).await?, command.file).await
}
