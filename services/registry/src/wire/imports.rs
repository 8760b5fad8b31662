//! Imports, as messages.

use platform::fields::etag;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use crate::domain::import::{
    Column, Field, Import, ImportMode, ImportRow, ImportState, Mapping, RowState, SheetKind, Verdict, fields,
};

const KINDS: [(pb::SheetKind, SheetKind); 6] = [
    (pb::SheetKind::Producers, SheetKind::Producers),
    (pb::SheetKind::Products, SheetKind::Products),
    (pb::SheetKind::Leaders, SheetKind::Leaders),
    (pb::SheetKind::Officials, SheetKind::Officials),
    (pb::SheetKind::OldCertificates, SheetKind::OldCertificates),
    (pb::SheetKind::Units, SheetKind::Units),
];

pub(crate) fn kind(kind: SheetKind) -> pb::SheetKind {
    KINDS.into_iter().find(|(_, own)| *own == kind).expect("all kinds are in the contract").0
}

/// The kind of an import; none for none.
pub(crate) fn own_kind(kind: pb::SheetKind) -> Option<SheetKind> {
    KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)
}

pub(crate) fn own_mode(mode: pb::ImportMode) -> Option<ImportMode> {
    match mode {
        pb::ImportMode::Unspecified => None,
        pb::ImportMode::AllOrNothing => Some(ImportMode::AllOrNothing),
        pb::ImportMode::GoodRowsOnly => Some(ImportMode::GoodRowsOnly),
    }
}

fn mode(mode: ImportMode) -> pb::ImportMode {
    match mode {
        ImportMode::AllOrNothing => pb::ImportMode::AllOrNothing,
        ImportMode::GoodRowsOnly => pb::ImportMode::GoodRowsOnly,
    }
}

const ROW_STATES: [(pb::ImportRowState, RowState); 8] = [
    (pb::ImportRowState::Heading, RowState::Heading),
    (pb::ImportRowState::Pending, RowState::Pending),
    (pb::ImportRowState::Good, RowState::Good),
    (pb::ImportRowState::Skipped, RowState::Skipped),
    (pb::ImportRowState::Refused, RowState::Refused),
    (pb::ImportRowState::Applied, RowState::Applied),
    (pb::ImportRowState::Undone, RowState::Undone),
    (pb::ImportRowState::Kept, RowState::Kept),
];

fn row_state(state: RowState) -> pb::ImportRowState {
    ROW_STATES.into_iter().find(|(_, own)| *own == state).expect("all states are in the contract").0
}

pub(crate) fn own_row_state(state: pb::ImportRowState) -> Option<RowState> {
    ROW_STATES.into_iter().find(|(wire, _)| *wire == state).map(|(_, own)| own)
}

fn state(state: ImportState) -> pb::ImportState {
    match state {
        ImportState::Receiving => pb::ImportState::Receiving,
        ImportState::Uploaded => pb::ImportState::Uploaded,
        ImportState::Checking => pb::ImportState::Checking,
        ImportState::Checked => pb::ImportState::Checked,
        ImportState::Applying => pb::ImportState::Applying,
        ImportState::Applied => pb::ImportState::Applied,
        ImportState::Undoing => pb::ImportState::Undoing,
        ImportState::Undone => pb::ImportState::Undone,
        ImportState::Cancelled => pb::ImportState::Cancelled,
    }
}

pub(crate) fn import(import: Import) -> pb::Import {
    let counts = import.counts;
    pb::Import {
        id: import.id.to_string(),
        kind: kind(import.kind).into(),
        unit_id: import.unit.to_string(),
        file_name: import.file.name,
        sha256: import.file.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        size_bytes: import.file.bytes,
        state: state(import.state).into(),
        header_from: import.header_from,
        header_to: import.header_to,
        columns: import.columns.into_iter().map(column).collect(),
        fields: fields(import.kind).iter().map(field).collect(),
        mapping: Some(mapping(import.mapping)),
        mode: import.mode.map_or(pb::ImportMode::Unspecified, mode).into(),
        // Undoing goes from the end: before its first batch it has no position.
        position: if import.position == i32::MAX { 0 } else { import.position },
        counts: Some(pb::ImportCounts {
            rows: counts.rows(),
            pending: counts.pending,
            good: counts.good,
            skipped: counts.skipped,
            refused: counts.refused,
            applied: counts.applied,
            undone: counts.undone,
            kept: counts.kept,
        }),
        etag: etag(import.version),
        created_by: import.created_by.to_string(),
        created_at: Some(timestamp(import.created_at)),
        updated_at: Some(timestamp(import.updated_at)),
        rows_emptied_at: import.rows_emptied_at.map(timestamp),
    }
}

fn column(column: Column) -> pb::ImportColumn {
    pb::ImportColumn {
        number: column.number,
        header: column.header,
        suggested_field: column.field,
        confidence_percent: column.confidence,
    }
}

fn field(field: &Field) -> pb::ImportField {
    pb::ImportField {
        name: field.name.to_owned(),
        title: Some(LocalizedText { vi: field.vi.to_owned(), en: field.en.to_owned() }),
        required: field.required,
    }
}

fn mapping(mapping: Mapping) -> pb::ImportMapping {
    pb::ImportMapping {
        columns: mapping.columns.into_iter().map(|(number, field)| pb::MappedColumn { number, field }).collect(),
        values: mapping.values.into_iter().map(|(field, value)| pb::MappedValue { field, value }).collect(),
    }
}

pub(crate) fn row(row: ImportRow) -> pb::ImportRow {
    pb::ImportRow {
        number: row.number,
        cells: row.cells,
        state: row_state(row.state).into(),
        verdicts: row.verdicts.into_iter().map(verdict).collect(),
        record_id: row.made.map(|made| made.id.to_string()).unwrap_or_default(),
    }
}

fn verdict(verdict: Verdict) -> pb::ImportVerdict {
    pb::ImportVerdict {
        field: verdict.field,
        reason: verdict.reason,
        text: Some(LocalizedText { vi: verdict.vi, en: verdict.en }),
    }
}
