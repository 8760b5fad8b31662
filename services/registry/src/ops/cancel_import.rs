//! Giving an import up that has done nothing yet.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::get_import::own_of_work;
use crate::Work;
use crate::domain::import::{Import, ImportId};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct CancelImport {
    import: ImportId,
    version: i64,
}

impl CancelImport {
    pub(crate) fn parse(message: pb::CancelImportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let version = fields.etag("etag", &message.etag);
        let (import, version) = fields.finish((import, version))?;
        Ok(Self { import, version })
    }
}

pub(crate) async fn cancel_import(work: &Work, command: &CancelImport) -> Result<Import, Error> {
    let import = own_of_work(work, command.import).await?;
    import.must_be_at(command.version)?;
    events::import_moved(work, &import);
    let import = import.cancel(work.now())?;
    store::import_rows::delete(work, import.id).await?;
    store::imports::save(work, &import).await?;
    Ok(import)
}
