//! The lines of imports.

use platform::db;
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::import_row::{ActiveModel, COLUMN, Entity, Model};
use super::imports::{from_json, json};
use crate::Work;
use crate::domain::import::{ImportId, ImportRow, MadeRecord, RowState, Verdict};
use crate::error::Error;

/// Keeps new lines; there must be some.
pub(crate) async fn insert(work: &Work, import: ImportId, rows: &[ImportRow]) -> Result<(), Error> {
    let rows = rows.iter().map(|row| ActiveModel { cells: Set(json(&row.cells)), ..changes(import, row) });
    Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps what lines have come to.
pub(crate) async fn save(work: &Work, import: ImportId, rows: &[ImportRow]) -> Result<(), Error> {
    for row in rows {
        let ActiveModel { state, verdicts, record_id, record_version, .. } = changes(import, row);
        let changed = ActiveModel { state, verdicts, record_id, record_version, ..Default::default() };
        Entity::update_many()
            .set(changed)
            .filter(COLUMN.import_id.eq(import))
            .filter(COLUMN.number.eq(row.number))
            .exec(work)
            .await?;
    }
    Ok(())
}

/// Lines of an import that say something still.
pub(crate) async fn with_cells(
    db: &impl ConnectionTrait,
    import: ImportId,
    limit: u64,
) -> Result<Vec<ImportRow>, Platform> {
    let select = Entity::find().filter(COLUMN.import_id.eq(import)).filter(COLUMN.cells.ne(json(&[(); 0])));
    let rows = select.order_by_asc(COLUMN.number).limit(limit).all(db).await?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// Empties lines: what they came to stays, and the reasons without their words.
pub(crate) async fn empty(work: &Work, import: ImportId, rows: Vec<ImportRow>) -> Result<(), Error> {
    for row in rows {
        let number = row.number;
        let verdicts: Vec<_> = row.verdicts.into_iter().map(Verdict::without_words).collect();
        let emptied = ActiveModel { cells: Set(json(&[(); 0])), verdicts: Set(json(&verdicts)), ..Default::default() };
        Entity::update_many()
            .set(emptied)
            .filter(COLUMN.import_id.eq(import))
            .filter(COLUMN.number.eq(number))
            .exec(work)
            .await?;
    }
    Ok(())
}

/// Forgets what a check found.
pub(crate) async fn begin_anew(work: &Work, import: ImportId) -> Result<(), Error> {
    let blank = ActiveModel {
        state: Set(RowState::Pending.name().to_owned()),
        verdicts: Set(json(&[(); 0])),
        ..Default::default()
    };
    Entity::update_many()
        .set(blank)
        .filter(COLUMN.import_id.eq(import))
        .filter(COLUMN.state.ne(RowState::Heading.name()))
        .exec(work)
        .await?;
    Ok(())
}

/// Forgets the lines of an import.
pub(crate) async fn delete(work: &Work, import: ImportId) -> Result<(), Error> {
    Entity::delete_many().filter(COLUMN.import_id.eq(import)).exec(work).await?;
    Ok(())
}

/// The lines behind a number, in order, all of them or those of a state.
pub(crate) async fn after(
    db: &impl ConnectionTrait,
    import: ImportId,
    state: Option<RowState>,
    number: i32,
    limit: u64,
) -> Result<Vec<ImportRow>, Platform> {
    let mut select = Entity::find().filter(COLUMN.import_id.eq(import)).filter(COLUMN.number.gt(number));
    if let Some(state) = state {
        select = select.filter(COLUMN.state.eq(state.name()));
    }
    let rows = select.order_by_asc(COLUMN.number).limit(limit).all(db).await?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// The lines of a state before a number, the last first.
pub(crate) async fn before(
    db: &impl ConnectionTrait,
    import: ImportId,
    state: RowState,
    number: i32,
    limit: u64,
) -> Result<Vec<ImportRow>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.import_id.eq(import))
        .filter(COLUMN.state.eq(state.name()))
        .filter(COLUMN.number.lt(number))
        .order_by_desc(COLUMN.number)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// Where a page of lines ended.
pub(crate) fn cursor(row: &ImportRow) -> db::Cursor {
    db::Cursor { key: row.number.to_be_bytes().to_vec(), id: platform::ids::RawId::nil() }
}

/// The number of the line a page begins behind.
pub(crate) fn number_before(after: Option<&db::Cursor>) -> i32 {
    after.and_then(|cursor| cursor.key.as_slice().try_into().ok()).map_or(0, i32::from_be_bytes)
}

fn changes(import: ImportId, row: &ImportRow) -> ActiveModel {
    ActiveModel {
        import_id: Set(import.into()),
        number: Set(row.number),
        cells: Unchanged(String::new()),
        state: Set(row.state.name().to_owned()),
        verdicts: Set(json(&row.verdicts)),
        record_id: Set(row.made.map(|made| made.id)),
        record_version: Set(row.made.map(|made| made.version)),
    }
}

impl TryFrom<Model> for ImportRow {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        Ok(Self {
            number: row.number,
            cells: from_json(&row.cells, "line of an import")?,
            state: RowState::named(&row.state).ok_or_else(|| damaged("line of an import"))?,
            verdicts: from_json(&row.verdicts, "line of an import")?,
            made: row.record_id.zip(row.record_version).map(|(id, version)| MadeRecord { id, version }),
        })
    }
}
