//! Ending what nobody goes on with: an upload that was cut is cancelled, the lines of an import that has ended are
//! emptied.

use crate::Work;
use crate::domain::import::keeping::Kept;
use crate::domain::import::{Import, ImportState};
use crate::error::Error;
use crate::{events, store};

/// Lines that are emptied at once.
const LINES_AT_ONCE: u64 = 500;

/// States in which nothing is done with an import any more.
const ENDED: &[ImportState] = &[ImportState::Applied, ImportState::Undone, ImportState::Cancelled];

pub(crate) struct EndImports;

/// Does one step; false if there was none to do.
pub(crate) async fn end_imports(work: &Work, _: &EndImports) -> Result<bool, Error> {
    if let Some(since) = Kept::AbandonedUpload.until(work.now())
        && let Some(cut) = store::imports::left_since(work, &[ImportState::Receiving], since).await?
    {
        cancel(work, cut).await?;
        return Ok(true);
    }
    if let Some(since) = Kept::FinishedRows.until(work.now())
        && let Some(ended) = store::imports::left_since(work, ENDED, since).await?
    {
        empty(work, ended).await?;
        return Ok(true);
    }
    Ok(false)
}

async fn cancel(work: &Work, import: Import) -> Result<(), Error> {
    events::import_moved(work, &import);
    let import = import.cancel(work.now())?;
    store::import_rows::delete(work, import.id).await?;
    store::imports::save(work, &import).await
}

/// Empties the next lines; the import itself once none is left.
async fn empty(work: &Work, import: Import) -> Result<(), Error> {
    let rows = store::import_rows::with_cells(work, import.id, LINES_AT_ONCE).await?;
    if rows.is_empty() {
        events::import_moved(work, &import);
        return store::imports::save(work, &import.emptied(work.now())).await;
    }
    store::import_rows::empty(work, import.id, rows).await
}
