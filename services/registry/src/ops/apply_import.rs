//! Beginning to apply the rows that a check found good.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::get_import::own_of_work;
use crate::Work;
use crate::domain::import::{Import, ImportId, ImportMode};
use crate::error::Error;
use crate::{events, store, wire};

pub(crate) struct ApplyImport {
    import: ImportId,
    version: i64,
    mode: ImportMode,
}

impl ApplyImport {
    pub(crate) fn parse(message: pb::ApplyImportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let version = fields.etag("etag", &message.etag);
        let mode = fields.choice("mode", message.mode).and_then(wire::imports::own_mode);
        let (import, version, mode) = fields.finish((import, version, mode))?;
        Ok(Self { import, version, mode })
    }
}

pub(crate) async fn apply_import(work: &Work, command: &ApplyImport) -> Result<Import, Error> {
    let import = own_of_work(work, command.import).await?;
    import.must_be_at(command.version)?;
    events::import_moved(work, &import);
    let import = import.begin_apply(command.mode, work.now())?;
    store::imports::save(work, &import).await?;
    Ok(import)
}
