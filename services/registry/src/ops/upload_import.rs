//! Taking a file of an office in: it is read while it is in memory, and its lines are kept; the file is not.
//!
//! Lines go in batch by batch. A call that is cut leaves an import in the state `receiving`, which can only be given up.

use std::ops::ControlFlow;
use std::sync::Arc;

use platform::access::UnitId;
use platform::fields::Fields;
use platform::rpc::too_many_calls;
use platform::sheets::{self, Line, MOST_FILE_BYTES, Unreadable};
use proto::registry::v1 as pb;
use proto::registry::v1::upload_import_request::Content;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::domain::import::{
    Counts, Import, ImportId, ImportRow, ImportState, LOOKED_THROUGH, RowState, SheetKind, SourceFile, Table,
    find_table, suggested_mapping,
};
use crate::domain::units::living;
use crate::error::Error;
use crate::{State, Work, events, policy, store, wire};

/// A call that sends a file.
type Call = platform::operation::Incoming<State, pb::UploadImportRequest>;

/// Lines that are kept at once.
const LINES_AT_ONCE: usize = 500;

/// What a file is.
struct Header {
    file_name: String,
    kind: SheetKind,
    unit: UnitId,
}

pub(crate) async fn upload_import(call: &mut Call) -> Result<Import, Error> {
    let places = Arc::clone(&call.service().uploads);
    let _place = places.try_acquire_owned().map_err(|_| too_many_calls())?;
    let header = header(call).await?;
    let file = received(call).await?;
    let bytes = i64::try_from(file.len()).unwrap_or(i64::MAX);
    let mut reading = Reading::of(file);
    let first = reading.next(LOOKED_THROUGH).await;
    let table = table(header.kind, &first);
    let Some(table) = table else {
        reading.ended().await?;
        return Err(Error::ImportWithoutHeader);
    };
    let file = SourceFile { name: header.file_name.clone(), sha256: Vec::new(), bytes };
    let begun = call.write(&Beginning { header, file, table }, begin_import).await?;
    match keep_lines(call, &begun, first, &mut reading).await {
        Ok(received) => Ok(call.write(&received, complete_import).await?),
        Err(error) => {
            call.write(&begun.id, forget_import).await?;
            Err(error)
        }
    }
}

/// The first message.
async fn header(call: &mut Call) -> Result<Header, Error> {
    let mut fields = Fields::new();
    let message = call.next().await?.and_then(|message| message.content);
    let given = match message {
        Some(Content::Header(header)) => Some(header),
        _ => None,
    };
    let given = fields.message("header", given).unwrap_or_default();
    let file_name = fields.line("header.file_name", &given.file_name, 200);
    let kind = fields.choice("header.kind", given.kind).and_then(wire::imports::own_kind);
    let unit = fields.unit("header.unit_id", &given.unit_id);
    let (file_name, kind, unit) = fields.finish((file_name, kind, unit))?;
    let view = call.view();
    if !unit.is_country() {
        living(view.authority().units(), &unit, view.today(), "header.unit_id")?;
    }
    view.authority().require(&unit)?;
    Ok(Header { file_name, kind, unit })
}

/// The bytes that follow.
async fn received(call: &mut Call) -> Result<Vec<u8>, Error> {
    let mut file = Vec::new();
    while let Some(message) = call.next().await? {
        let Some(Content::Data(data)) = message.content else {
            let mut fields = Fields::new();
            fields.fault("data", "Sau phần đầu chỉ gửi nội dung tệp.", "Behind the header come bytes alone.");
            fields.finish((None::<()>,))?;
            break;
        };
        if file.len() + data.len() > MOST_FILE_BYTES {
            return Err(Unreadable::TooLarge.into());
        }
        file.extend_from_slice(&data);
    }
    Ok(file)
}

/// A file that is read beside, on a thread that may take its time.
struct Reading {
    lines: mpsc::Receiver<Line>,
    thread: JoinHandle<Result<Vec<u8>, Unreadable>>,
}

impl Reading {
    fn of(file: Vec<u8>) -> Self {
        let (sender, lines) = mpsc::channel(LINES_AT_ONCE);
        let thread = tokio::task::spawn_blocking(move || {
            sheets::read(&file, &mut |line| match sender.blocking_send(line) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            })?;
            Ok(Sha256::digest(&file).to_vec())
        });
        Self { lines, thread }
    }

    /// The next lines, at most so many; none at the end.
    async fn next(&mut self, most: usize) -> Vec<Line> {
        let mut lines = Vec::with_capacity(most);
        while lines.len() < most {
            let Some(line) = self.lines.recv().await else { break };
            lines.push(line);
        }
        lines
    }

    /// SHA-256 of the file, once all was read; or why it was not.
    async fn ended(&mut self) -> Result<Vec<u8>, Error> {
        self.lines.close();
        let ended = (&mut self.thread).await.map_err(platform::error::Error::internal)?;
        Ok(ended?)
    }
}

fn table(kind: SheetKind, lines: &[Line]) -> Option<Table> {
    let lines: Vec<_> = lines.iter().map(|line| (number(line), line.cells.as_slice())).collect();
    find_table(kind, &lines)
}

fn number(line: &Line) -> i32 {
    i32::try_from(line.number).unwrap_or(i32::MAX)
}

struct Beginning {
    header: Header,
    file: SourceFile,
    table: Table,
}

async fn begin_import(work: &Work, beginning: &Beginning) -> Result<Import, Error> {
    let Beginning { header, file, table } = beginning;
    policy::may_import(work, header.kind, &header.unit)?;
    let import = Import {
        id: work.new_id(),
        kind: header.kind,
        unit: header.unit.clone(),
        file: file.clone(),
        state: ImportState::Receiving,
        header_from: table.header.0,
        header_to: table.header.1,
        mapping: suggested_mapping(&table.columns),
        columns: table.columns.clone(),
        mode: None,
        position: 0,
        counts: Counts::default(),
        version: 1,
        created_by: work.person(),
        created_at: work.now(),
        updated_at: work.now(),
        rows_emptied_at: None,
    };
    store::imports::insert(work, &import).await?;
    Ok(import)
}

struct Lines {
    import: ImportId,
    rows: Vec<ImportRow>,
}

/// Keeps all lines, and counts the rows among them.
async fn keep_lines(call: &Call, import: &Import, first: Vec<Line>, reading: &mut Reading) -> Result<Received, Error> {
    let mut counts = Counts::default();
    let mut lines = first;
    while !lines.is_empty() {
        let rows: Vec<_> = lines.into_iter().map(|line| row(import, line)).collect();
        rows.iter().for_each(|row| counts.moved(RowState::Heading, row.state));
        call.write(&Lines { import: import.id, rows }, insert_lines).await?;
        call.has_got_on();
        lines = reading.next(LINES_AT_ONCE).await;
    }
    Ok(Received { import: import.id, counts, sha256: reading.ended().await? })
}

fn row(import: &Import, line: Line) -> ImportRow {
    let number = number(&line);
    let state = if number <= import.header_to { RowState::Heading } else { RowState::Pending };
    ImportRow { number, cells: line.cells, state, verdicts: Vec::new(), made: None }
}

async fn insert_lines(work: &Work, lines: &Lines) -> Result<(), Error> {
    store::import_rows::insert(work, lines.import, &lines.rows).await
}

struct Received {
    import: ImportId,
    counts: Counts,
    sha256: Vec<u8>,
}

async fn complete_import(work: &Work, received: &Received) -> Result<Import, Error> {
    let found = store::imports::find(work, received.import).await?;
    let import = policy::own_import(found, received.import, work.person())?;
    events::import_moved(work, &import);
    let file = SourceFile { sha256: received.sha256.clone(), ..import.file.clone() };
    let import = Import { counts: received.counts, file, ..import }.complete(work.now())?;
    store::imports::save(work, &import).await?;
    Ok(import)
}

/// Forgets what was taken in of a file that turned out not to be readable.
async fn forget_import(work: &Work, id: &ImportId) -> Result<(), Error> {
    store::import_rows::delete(work, *id).await?;
    store::imports::delete(work, *id).await
}
