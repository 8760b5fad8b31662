//! The next batch of what was begun with an import: one transaction, which moves the import's position too.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::get_import::own_of_work;
use super::importing::{Importing, Outcome, refused};
use super::{RetireProducer, RetireProduct, retire_producer, retire_product};
use crate::Work;
use crate::domain::import::{
    Counts, Import, ImportId, ImportMode, ImportRow, ImportState, MadeRecord, RowState, SheetKind,
};
use crate::error::Error;
use crate::{events, store};

/// Rows of a batch if nothing is said, and at most.
const USUAL_BATCH: i32 = 100;
const LARGEST_BATCH: i32 = 500;

pub(crate) struct AdvanceImport {
    import: ImportId,
    rows: u64,
}

impl AdvanceImport {
    pub(crate) fn parse(message: pb::AdvanceImportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let rows = if message.batch_size == 0 { USUAL_BATCH } else { message.batch_size };
        let rows = fields.number("batch_size", rows, 1..=LARGEST_BATCH);
        let (import, rows) = fields.finish((import, rows))?;
        Ok(Self { import, rows: u64::from(rows.unsigned_abs()) })
    }
}

pub(crate) async fn advance_import(work: &Work, command: &AdvanceImport) -> Result<Import, Error> {
    let import = own_of_work(work, command.import).await?;
    match import.state {
        ImportState::Checking => check(work, import, command.rows).await,
        ImportState::Applying => apply(work, import, command.rows).await,
        ImportState::Undoing => undo(work, import, command.rows).await,
        _ => Ok(import),
    }
}

/// Tries rows as if they were applied, one after the other, and takes all of it back: only the verdicts stay.
async fn check(work: &Work, import: Import, limit: u64) -> Result<Import, Error> {
    events::import_moved(work, &import);
    let rows = store::import_rows::after(work, import.id, Some(RowState::Pending), import.position, limit).await?;
    let importing = Importing::begin(work, &import).await?;
    let part = work.begin_part().await?;
    let mut tried = Vec::with_capacity(rows.len());
    for row in rows {
        let outcome = importing.apply(&row).await?;
        tried.push(outcome.of(row, RowState::Good));
    }
    drop(importing);
    work.take_back(part).await?;
    keep(work, import, RowState::Pending, tried, limit).await
}

async fn apply(work: &Work, import: Import, limit: u64) -> Result<Import, Error> {
    events::import_moved(work, &import);
    let rows = store::import_rows::after(work, import.id, Some(RowState::Good), import.position, limit).await?;
    let importing = Importing::begin(work, &import).await?;
    let mut applied = Vec::with_capacity(rows.len());
    let mut must_go_back = false;
    for row in rows {
        let outcome = importing.apply(&row).await?;
        must_go_back = import.mode == Some(ImportMode::AllOrNothing) && matches!(outcome, Outcome::Refused(_));
        applied.push(outcome.of(row, RowState::Applied));
        if must_go_back {
            break;
        }
    }
    drop(importing);
    if must_go_back {
        // All or nothing: what was applied is taken back from here on.
        let counts = counted(import.counts, RowState::Good, &applied);
        store::import_rows::save(work, import.id, &applied).await?;
        let import = Import { counts, ..import }.begin_undo(work.now())?;
        store::imports::save(work, &import).await?;
        return Ok(import);
    }
    keep(work, import, RowState::Good, applied, limit).await
}

/// Takes back what rows did, the last first: what was registered later may stand on what was registered before.
async fn undo(work: &Work, import: Import, limit: u64) -> Result<Import, Error> {
    events::import_moved(work, &import);
    let rows = store::import_rows::before(work, import.id, RowState::Applied, import.position, limit).await?;
    let mut undone = Vec::with_capacity(rows.len());
    for row in rows {
        let part = work.begin_part().await?;
        undone.push(match undo_row(work, &import, row.made).await {
            Ok(()) => {
                work.end_part(part).await?;
                ImportRow { state: RowState::Undone, verdicts: Vec::new(), ..row }
            }
            Err(error) => {
                let verdicts = refused(work, part, error).await?;
                ImportRow { state: RowState::Kept, verdicts, ..row }
            }
        });
    }
    keep(work, import, RowState::Applied, undone, limit).await
}

async fn undo_row(work: &Work, import: &Import, made: Option<MadeRecord>) -> Result<(), Error> {
    let Some(MadeRecord { id, version }) = made else { return Ok(()) };
    let etag = platform::fields::etag(version);
    let reason = format!("Hoàn tác lần nhập {}", import.id);
    let request_id = String::new();
    match import.kind {
        SheetKind::Producers => {
            let request = pb::RetireProducerRequest { request_id, producer_id: id.to_string(), etag, reason };
            retire_producer(work, &RetireProducer::parse(request)?).await?;
        }
        SheetKind::Products => {
            let request = pb::RetireProductRequest { request_id, product_id: id.to_string(), etag, reason };
            retire_product(work, &RetireProduct::parse(request)?).await?;
        }
        SheetKind::Leaders => return Err(Error::ImportRowStays { ended_by: "AppointLeader" }),
        SheetKind::Officials => return Err(Error::ImportRowStays { ended_by: "EndOfficialTerm" }),
    }
    Ok(())
}

/// Keeps a batch, and how far the import is with it.
async fn keep(
    work: &Work,
    import: Import,
    before: RowState,
    rows: Vec<ImportRow>,
    limit: u64,
) -> Result<Import, Error> {
    let counts = counted(import.counts, before, &rows);
    let position = rows.last().filter(|_| rows.len() as u64 == limit).map(|row| row.number);
    store::import_rows::save(work, import.id, &rows).await?;
    let import = import.advanced(counts, position, work.now());
    store::imports::save(work, &import).await?;
    Ok(import)
}

fn counted(mut counts: Counts, before: RowState, rows: &[ImportRow]) -> Counts {
    rows.iter().for_each(|row| counts.moved(before, row.state));
    counts
}
