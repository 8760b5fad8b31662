//! What a file is.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::dossier::DossierId;
use crate::domain::file::{File, FileId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetFile {
    file: FileId,
    dossier: Option<DossierId>,
}

impl GetFile {
    pub(crate) fn parse(message: pb::GetFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("file_id", &message.file_id);
        let dossier = fields.optional_id("dossier_id", &message.dossier_id);
        let (file, dossier) = fields.finish((file, dossier))?;
        Ok(Self { file, dossier })
    }
}

pub(crate) async fn get_file(view: &View, command: &GetFile) -> Result<File, Error> {
    reachable(view, command.file, command.dossier).await
}

/// The file, if the caller may know of it by herself or by the dossier that it is evidence in.
pub(super) async fn reachable(view: &View, id: FileId, dossier: Option<DossierId>) -> Result<File, Error> {
    let found = store::files::find(view, id).await?;
    match dossier {
        Some(dossier) => policy::file_of_dossier(view, found, id, dossier).await,
        None => policy::file_in_reach(view, found, id).await,
    }
}
