//! Beginning to take back what an import did.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::get_import::own_of_work;
use crate::Work;
use crate::domain::import::{Import, ImportId};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct UndoImport {
    import: ImportId,
    version: i64,
}

impl UndoImport {
    pub(crate) fn parse(message: pb::UndoImportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let version = fields.etag("etag", &message.etag);
        let (import, version) = fields.finish((import, version))?;
        Ok(Self { import, version })
    }
}

pub(crate) async fn undo_import(work: &Work, command: &UndoImport) -> Result<Import, Error> {
    let import = own_of_work(work, command.import).await?;
    import.must_be_at(command.version)?;
    events::import_moved(work, &import);
    let import = import.begin_undo(work.now())?;
    store::imports::save(work, &import).await?;
    Ok(import)
}
