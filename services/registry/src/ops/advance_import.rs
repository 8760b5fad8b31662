//! The next batch of what was begun with an import: one transaction, which moves the import's position too.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::get_import::own_of_view;
use super::get_import::own_of_work;
use super::importing::old_certificates::{Asked, ask};
use super::importing::{Importing, Outcome, refused, units};
use super::retract_term::{retract_leader_term, retract_official_term};
use super::{RetireProducer, RetireProduct, retire_producer, retire_product};
use crate::domain::import::{
    Counts, Import, ImportId, ImportRow, ImportState, MadeRecord, RowState, SheetKind, Verdict,
};
use crate::error::Error;
use crate::{View, Work};
use crate::{events, store};

/// Rows of a batch if nothing is said, and at most.
const USUAL_BATCH: i32 = 100;
const LARGEST_BATCH: i32 = 500;

#[derive(Clone, Copy)]
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

/// A batch, with what evaluation said to its rows if it keeps what they say.
pub(crate) struct Batch {
    command: AdvanceImport,
    asked: Option<Asked>,
}

/// Asks evaluation about the rows of the next batch, where it keeps what they say.
pub(crate) async fn prepare_batch(view: &View, command: &AdvanceImport) -> Result<Batch, Error> {
    let import = own_of_view(view, command.import).await?;
    let asked = match import.kind {
        SheetKind::OldCertificates => Some(ask(view, &import, command.rows).await?),
        _ => None,
    };
    Ok(Batch { command: *command, asked })
}

pub(crate) async fn advance_import(work: &Work, batch: &Batch) -> Result<Import, Error> {
    let import = own_of_work(work, batch.command.import).await?;
    if import.kind == SheetKind::Units {
        return advance_change(work, import).await;
    }
    let asked = batch.asked.as_ref();
    if asked.is_some_and(|asked| asked.version != import.version) {
        // Somebody was faster: this batch is done, and what evaluation said is asked for again.
        return Ok(import);
    }
    let limit = asked.map_or(batch.command.rows, Asked::rows);
    match import.state {
        ImportState::Checking => check(work, import, limit, asked).await,
        ImportState::Applying => apply(work, import, limit, asked).await,
        ImportState::Undoing => undo(work, import, limit, asked).await,
        _ => Ok(import),
    }
}

/// Does all that was begun with a change of units.
async fn advance_change(work: &Work, import: Import) -> Result<Import, Error> {
    if !matches!(import.state, ImportState::Checking | ImportState::Applying | ImportState::Undoing) {
        return Ok(import);
    }
    events::import_moved(work, &import);
    let (before, rows) = units::advance(work, &import).await?;
    let was_refused = rows.iter().any(|row| row.state == RowState::Refused);
    let counts = counted(import.counts, before, &rows);
    store::import_rows::save(work, import.id, &rows).await?;
    let import = if import.goes_back_at_a_refusal() && was_refused {
        Import { counts, ..import }.go_back(work.now())
    } else {
        import.advanced(counts, None, work.now())
    };
    store::imports::save(work, &import).await?;
    Ok(import)
}

/// What a row comes to: what evaluation said, or what its operation does.
async fn outcome(importing: &Importing<'_>, row: &ImportRow, asked: Option<&Asked>) -> Result<Outcome, Error> {
    match asked {
        Some(asked) => asked.outcome(row),
        None => importing.apply(row).await,
    }
}

/// Tries rows as if they were applied, one after the other, and takes all of it back: only the verdicts stay.
async fn check(work: &Work, import: Import, limit: u64, asked: Option<&Asked>) -> Result<Import, Error> {
    events::import_moved(work, &import);
    let rows = store::import_rows::after(work, import.id, Some(RowState::Pending), import.position, limit).await?;
    let importing = Importing::begin(work, &import).await?;
    let part = work.begin_part().await?;
    let mut tried = Vec::with_capacity(rows.len());
    for row in rows {
        let outcome = outcome(&importing, &row, asked).await?;
        tried.push(outcome.of(row, RowState::Good));
    }
    drop(importing);
    work.take_back(part).await?;
    keep(work, import, RowState::Pending, tried, limit).await
}

async fn apply(work: &Work, import: Import, limit: u64, asked: Option<&Asked>) -> Result<Import, Error> {
    events::import_moved(work, &import);
    let rows = store::import_rows::after(work, import.id, Some(RowState::Good), import.position, limit).await?;
    let importing = Importing::begin(work, &import).await?;
    let mut applied = Vec::with_capacity(rows.len());
    let mut must_go_back = false;
    for row in rows {
        let outcome = outcome(&importing, &row, asked).await?;
        must_go_back = import.goes_back_at_a_refusal() && matches!(outcome, Outcome::Refused(_));
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
        let import = Import { counts, ..import }.go_back(work.now());
        store::imports::save(work, &import).await?;
        return Ok(import);
    }
    keep(work, import, RowState::Good, applied, limit).await
}

/// Takes back what rows did, the last first: what was registered later may stand on what was registered before.
async fn undo(work: &Work, import: Import, limit: u64, asked: Option<&Asked>) -> Result<Import, Error> {
    events::import_moved(work, &import);
    let rows = store::import_rows::before(work, import.id, RowState::Applied, import.position, limit).await?;
    let mut undone = Vec::with_capacity(rows.len());
    for row in rows {
        let why_not = match asked {
            Some(asked) => asked.outcome(&row)?.why_not(),
            None => taken_back(work, &import, row.made).await?,
        };
        undone.push(match why_not {
            None => ImportRow { state: RowState::Undone, verdicts: Vec::new(), ..row },
            Some(verdicts) => ImportRow { state: RowState::Kept, verdicts, ..row },
        });
    }
    keep(work, import, RowState::Applied, undone, limit).await
}

/// Takes back what a row made, or tells why not.
async fn taken_back(work: &Work, import: &Import, made: Option<MadeRecord>) -> Result<Option<Vec<Verdict>>, Error> {
    let part = work.begin_part().await?;
    match undo_row(work, import, made).await {
        Ok(()) => work.end_part(part).await.map(|()| None).map_err(Into::into),
        Err(error) => refused(work, part, error).await.map(Some),
    }
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
        SheetKind::Leaders => retract_leader_term(work, id.into()).await?,
        SheetKind::Officials => retract_official_term(work, id.into(), version).await?,
        // Evaluation was asked to retract them; a change of units is undone as a whole.
        SheetKind::OldCertificates | SheetKind::Units => {}
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
