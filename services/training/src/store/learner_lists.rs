//! Lists of learners and their rows.

use std::collections::BTreeMap;

use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::learner_list::{ActiveModel, COLUMN, Entity, Model};
use super::entity::learner_list_row as row;
use super::{damaged, read_whole, written};
use crate::Work;
use crate::domain::breakdown::Sex;
use crate::domain::learner_list::{LearnerList, LearnerListId, ListRow, RowState, SheetRow};
use crate::error::Error;

/// The list of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: LearnerListId) -> Result<Option<LearnerList>, Platform> {
    Ok(db::one(Entity::find_by_id(id), db).await?.map(LearnerList::from))
}

/// Keeps a new list with its rows.
pub(crate) async fn insert(work: &Work, list: &LearnerList, rows: &[ListRow]) -> Result<(), Platform> {
    Entity::insert(active(work, list)).exec_without_returning(work).await?;
    // A statement takes only so many values.
    for some in rows.chunks(500) {
        let rows = some.iter().map(|one| row_of(work, list.id, one));
        row::Entity::insert_many(rows).exec_without_returning(work).await?;
    }
    Ok(())
}

/// Keeps a list as it has become.
pub(crate) async fn save(work: &Work, list: &LearnerList) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(active(work, list))
        .filter(COLUMN.id.eq(list.id))
        .filter(COLUMN.version.eq(list.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// The row of a line.
pub(crate) async fn row(
    db: &impl ConnectionTrait,
    list: LearnerListId,
    line: i32,
) -> Result<Option<ListRow>, Platform> {
    let found = row::Entity::find().filter(row::COLUMN.list_id.eq(list)).filter(row::COLUMN.line.eq(line));
    db::one(found, db).await?.map(ListRow::try_from).transpose()
}

/// The rows of a list that stand so, in order of the lines.
pub(crate) async fn rows_in(
    db: &impl ConnectionTrait,
    list: LearnerListId,
    state: RowState,
) -> Result<Vec<ListRow>, Platform> {
    let rows = row::Entity::find()
        .filter(row::COLUMN.list_id.eq(list))
        .filter(row::COLUMN.state.eq(state.name()))
        .order_by_asc(row::COLUMN.line)
        .all(db)
        .await?;
    rows.into_iter().map(ListRow::try_from).collect()
}

/// Keeps how a row stands and whom it means.
pub(crate) async fn save_row(work: &Work, list: LearnerListId, one: &ListRow) -> Result<(), Platform> {
    let decided = row::ActiveModel {
        state: Set(one.state.name().to_owned()),
        person_id: Set(one.person.map(Into::into)),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    row::Entity::update_many()
        .set(decided)
        .filter(row::COLUMN.list_id.eq(list))
        .filter(row::COLUMN.line.eq(one.sheet.line))
        .exec(work)
        .await?;
    Ok(())
}

/// Keeps that the rows that were matched are applied, and empties all rows of what the sheet says of persons.
pub(crate) async fn empty(work: &Work, list: LearnerListId) -> Result<(), Platform> {
    let applied = row::ActiveModel { state: Set(RowState::Applied.name().to_owned()), ..Default::default() };
    row::Entity::update_many()
        .set(applied)
        .filter(row::COLUMN.list_id.eq(list))
        .filter(row::COLUMN.state.eq(RowState::Matched.name()))
        .exec(work)
        .await?;
    let emptied = row::ActiveModel {
        full_name: Set(String::new()),
        place: Set(String::new()),
        sex: Set(None),
        ethnicity: Set(String::new()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    row::Entity::update_many().set(emptied).filter(row::COLUMN.list_id.eq(list)).exec(work).await?;
    Ok(())
}

/// How many rows of a list stand how.
pub(crate) async fn counts(
    db: &impl ConnectionTrait,
    list: LearnerListId,
) -> Result<BTreeMap<RowState, usize>, Platform> {
    let states: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::State)
        .filter(row::COLUMN.list_id.eq(list))
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = BTreeMap::new();
    for state in states {
        let state = RowState::named(&state).ok_or_else(|| damaged("row of a list"))?;
        *counts.entry(state).or_default() += 1;
    }
    Ok(counts)
}

/// A page of the rows of a list, in order of the lines.
pub(crate) async fn list_rows(
    db: &impl ConnectionTrait,
    list: LearnerListId,
    state: Option<RowState>,
    page: &Page,
) -> Result<Paged<ListRow>, Platform> {
    let mut select =
        row::Entity::find().filter(row::COLUMN.list_id.eq(list)).order_by_asc(row::COLUMN.line).limit(page.limit());
    if let Some(state) = state {
        select = select.filter(row::COLUMN.state.eq(state.name()));
    }
    // The line is the key; all rows share the list's identity.
    let after = page.after.as_ref().and_then(|after| after.key.as_slice().try_into().ok().map(i32::from_be_bytes));
    if let Some(after) = after {
        select = select.filter(row::COLUMN.line.gt(after));
    }
    let cursor = |row: &row::Model| db::Cursor { key: row.line.to_be_bytes().to_vec(), id: row.list_id };
    page.of(select.all(db).await?, cursor).try_map(ListRow::try_from)
}

fn active(work: &Work, list: &LearnerList) -> ActiveModel {
    ActiveModel {
        id: Set(list.id.into()),
        class_id: Set(list.class.into()),
        session_number: Set(list.session_number),
        applied: Set(list.applied),
        version: Set(list.version),
        created_at: Set(list.created_at),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    }
}

fn row_of(work: &Work, list: LearnerListId, one: &ListRow) -> row::ActiveModel {
    row::ActiveModel {
        list_id: Set(list.into()),
        line: Set(one.sheet.line),
        full_name: Set(one.sheet.full_name.clone()),
        place: Set(one.sheet.place.clone()),
        sex: Set(one.sheet.sex.map(|sex| sex.name().to_owned())),
        ethnicity: Set(one.sheet.ethnicity.clone()),
        present: Set(one.sheet.present),
        state: Set(one.state.name().to_owned()),
        person_id: Set(one.person.map(Into::into)),
        candidates: Set(written(&one.candidates)),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl From<Model> for LearnerList {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            class: row.class_id.into(),
            session_number: row.session_number,
            applied: row.applied,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

impl TryFrom<row::Model> for ListRow {
    type Error = Platform;

    fn try_from(row: row::Model) -> Result<Self, Platform> {
        Ok(Self {
            state: RowState::named(&row.state).ok_or_else(|| damaged("row of a list"))?,
            person: row.person_id.map(Into::into),
            candidates: read_whole(&row.candidates, "row of a list")?,
            sheet: SheetRow {
                line: row.line,
                full_name: row.full_name,
                place: row.place,
                person: String::new(),
                sex: row.sex.as_deref().and_then(Sex::named),
                ethnicity: row.ethnicity,
                present: row.present,
            },
        })
    }
}
