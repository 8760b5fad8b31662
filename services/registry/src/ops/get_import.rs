//! An import of the caller's.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::domain::import::{Import, ImportId};
use crate::error::Error;
use crate::{View, Work, policy, store};

pub(crate) struct GetImport {
    import: ImportId,
}

impl GetImport {
    pub(crate) fn parse(message: pb::GetImportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let (import,) = fields.finish((import,))?;
        Ok(Self { import })
    }
}

pub(crate) async fn get_import(view: &View, command: &GetImport) -> Result<Import, Error> {
    own_of_view(view, command.import).await
}

/// The import of an identity, if it is the reader's own.
pub(super) async fn own_of_view(view: &View, id: ImportId) -> Result<Import, Error> {
    policy::own_import(store::imports::find(view, id).await?, id, view.person())
}

/// The import of an identity, if it is the caller's own and she may still import such rows for its unit.
pub(super) async fn own_of_work(work: &Work, id: ImportId) -> Result<Import, Error> {
    let import = policy::own_import(store::imports::find(work, id).await?, id, work.person())?;
    policy::may_import(work, import.kind, &import.unit)?;
    Ok(import)
}
