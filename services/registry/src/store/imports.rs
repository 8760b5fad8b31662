//! Imports, and what their rows look for in the register.

use platform::clock::Moment;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::PersonId;
use platform::text;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::damaged;
use super::entity::import::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{producer, product};
use super::producers::state_name;
use crate::Work;
use crate::domain::import::{Import, ImportId, ImportMode, ImportState, SheetKind, SourceFile};
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::product::Product;
use crate::error::Error;

/// The import of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ImportId) -> Result<Option<Import>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Import::try_from).transpose()
}

/// A page of a person's imports, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, person: PersonId, page: &Page) -> Result<Paged<Import>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.created_by.eq(person))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Import::try_from)
}

/// Keeps a new import.
pub(crate) async fn insert(work: &Work, import: &Import) -> Result<(), Error> {
    Entity::insert(row(work, import)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps an import as it has become.
pub(crate) async fn save(work: &Work, import: &Import) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, import))
        .filter(COLUMN.id.eq(import.id))
        .filter(COLUMN.version.eq(import.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// Forgets an import, whose rows are forgotten already.
pub(crate) async fn delete(work: &Work, id: ImportId) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(work).await?;
    Ok(())
}

/// An import in one of these states with its lines, that nobody has gone on with since a moment.
pub(crate) async fn left_since(
    db: &impl ConnectionTrait,
    states: &[ImportState],
    since: Moment,
) -> Result<Option<Import>, Platform> {
    let select = Entity::find()
        .filter(COLUMN.state.is_in(states.iter().map(|state| state.name())))
        .filter(COLUMN.updated_at.lte(since))
        .filter(Column::RowsEmptiedAt.is_null())
        .order_by_asc(COLUMN.updated_at)
        .limit(1);
    db::one(select, db).await?.map(Import::try_from).transpose()
}

/// Most producers of one name that are looked at.
const SAME_NAME_AT_MOST: u64 = 50;

/// The active producers of a name, accents and case aside.
pub(crate) async fn producers_named(db: &impl ConnectionTrait, name: &str) -> Result<Vec<Producer>, Platform> {
    let rows = producer::Entity::find()
        .filter(producer::COLUMN.name_folded.eq(text::folded(name)))
        .filter(producer::COLUMN.state.eq(state_name(true)))
        .order_by_asc(producer::COLUMN.id)
        .limit(SAME_NAME_AT_MOST)
        .all(db)
        .await?;
    rows.into_iter().map(Producer::try_from).collect()
}

/// The active producer of a tax code.
pub(crate) async fn producer_of_tax_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Producer>, Platform> {
    let select = producer::Entity::find()
        .filter(producer::COLUMN.tax_code.eq(code))
        .filter(producer::COLUMN.state.eq(state_name(true)));
    db::one(select, db).await?.map(Producer::try_from).transpose()
}

/// An active product of a producer with this name, accents and case aside.
pub(crate) async fn product_named(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    name: &str,
) -> Result<Option<Product>, Platform> {
    let select = product::Entity::find()
        .filter(product::COLUMN.producer_id.eq(producer))
        .filter(product::COLUMN.name_folded.eq(text::folded(name)))
        .filter(product::COLUMN.state.eq(state_name(true)))
        .order_by_asc(product::COLUMN.id)
        .limit(1);
    db::one(select, db).await?.map(Product::try_from).transpose()
}

/// What is read and written as a whole.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers can be written")
}

/// What was written as a whole.
pub(super) fn from_json<T: DeserializeOwned>(written: &str, what: &str) -> Result<T, Platform> {
    serde_json::from_str(written).map_err(|_| damaged(what))
}

fn row(work: &Work, import: &Import) -> ActiveModel {
    ActiveModel {
        id: Set(import.id.into()),
        kind: Set(import.kind.name().to_owned()),
        unit: Set(import.unit.to_string()),
        file_name: Set(import.file.name.clone()),
        file_sha256: Set(import.file.sha256.clone()),
        file_bytes: Set(import.file.bytes),
        state: Set(import.state.name().to_owned()),
        header_from: Set(import.header_from),
        header_to: Set(import.header_to),
        columns: Set(json(&import.columns)),
        mapping: Set(json(&import.mapping)),
        mode: Set(import.mode.map(|mode| mode.name().to_owned())),
        position: Set(import.position),
        counts: Set(json(&import.counts)),
        version: Set(import.version),
        created_by: Set(import.created_by.into()),
        created_at: Set(import.created_at),
        updated_at: Set(import.updated_at),
        updated_by: Set(work.operation().to_owned()),
        rows_emptied_at: Set(import.rows_emptied_at),
    }
}

impl TryFrom<Model> for Import {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let damaged = || damaged("import");
        let mode = row.mode.map(|mode| ImportMode::named(&mode).ok_or_else(damaged)).transpose()?;
        Ok(Self {
            id: row.id.into(),
            kind: SheetKind::named(&row.kind).ok_or_else(damaged)?,
            unit: row.unit.parse().map_err(|_| damaged())?,
            file: SourceFile { name: row.file_name, sha256: row.file_sha256, bytes: row.file_bytes },
            state: ImportState::named(&row.state).ok_or_else(damaged)?,
            header_from: row.header_from,
            header_to: row.header_to,
            columns: from_json(&row.columns, "import")?,
            mapping: from_json(&row.mapping, "import")?,
            mode,
            position: row.position,
            counts: from_json(&row.counts, "import")?,
            version: row.version,
            created_by: row.created_by.into(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            rows_emptied_at: row.rows_emptied_at,
        })
    }
}
