//! Classes with their sessions.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::entity::training_class::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::training_session;
use super::{damaged, read_whole, written};
use crate::Work;
use crate::domain::training_class::{ClassState, Roll, TrainingClass, TrainingClassId, TrainingSession};
use crate::error::Error;

/// The class of an identity with its sessions; in one query.
pub(crate) async fn find(db: &impl ConnectionTrait, id: TrainingClassId) -> Result<Option<TrainingClass>, Platform> {
    let mut rows = Entity::find_by_id(id)
        .find_with_related(training_session::Entity)
        .order_by_asc(training_session::COLUMN.number)
        .all(db)
        .await?;
    let Some((class, sessions)) = rows.pop() else { return Ok(None) };
    read(class, sessions).ok_or_else(|| damaged("training class")).map(Some)
}

/// Keeps a new class with its sessions.
pub(crate) async fn insert(work: &Work, class: &TrainingClass) -> Result<(), Error> {
    Entity::insert(row(work, class)).exec_without_returning(work).await?;
    let sessions = class.sessions.iter().map(|session| training_session::ActiveModel {
        id: Set(session.id.into()),
        class_id: Set(class.id.into()),
        number: Set(session.number),
        date: Set(session.date),
        hours: Set(session.hours),
        roll_version: Set(None),
        roll_recorded_by: Set(None),
        roll_recorded_at: Set(None),
        updated_by: Set(work.operation().to_owned()),
    });
    training_session::Entity::insert_many(sessions).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a class as it has become. Its sessions stay as they are.
pub(crate) async fn save(work: &Work, class: &TrainingClass) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, class))
        .filter(COLUMN.id.eq(class.id))
        .filter(COLUMN.version.eq(class.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of classes with their sessions, the newest first; in two queries.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    state: Option<&'static str>,
    page: &Page,
) -> Result<Paged<TrainingClass>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(state) = state {
        select = select.filter(COLUMN.state.eq(state));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    Ok(Paged { rows: with_sessions(db, page.rows).await?, next_page_token: page.next_page_token })
}

/// The classes that a unit holds whose first session lies between two days, these included, in order of identity.
pub(crate) async fn begun_in(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<TrainingClass>, Platform> {
    let begun = Query::select()
        .column(training_session::Column::ClassId)
        .from(training_session::Entity)
        .and_where(training_session::Column::Number.eq(1))
        .and_where(training_session::Column::Date.between(from, to))
        .to_owned();
    let rows = Entity::find()
        .filter(COLUMN.unit.eq(unit.as_str()))
        .filter(Column::Id.in_subquery(begun))
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    with_sessions(db, rows).await
}

async fn with_sessions(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<TrainingClass>, Platform> {
    let mut sessions: HashMap<RawId, Vec<_>> = HashMap::new();
    let of_rows = training_session::Entity::find()
        .filter(training_session::COLUMN.class_id.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(training_session::COLUMN.number)
        .all(db)
        .await?;
    for session in of_rows {
        sessions.entry(session.class_id).or_default().push(session);
    }
    let class = |row: Model| {
        let sessions = sessions.remove(&row.id).unwrap_or_default();
        read(row, sessions).ok_or_else(|| damaged("training class"))
    };
    rows.into_iter().map(class).collect()
}

fn row(work: &Work, class: &TrainingClass) -> ActiveModel {
    let completed_on = match class.state {
        ClassState::Open => None,
        ClassState::Completed { on } => Some(on),
    };
    ActiveModel {
        id: Set(class.id.into()),
        curriculum_id: Set(class.curriculum.into()),
        unit: Set(class.unit.to_string()),
        province: Set(class.province.to_string()),
        place: Set(class.place.clone()),
        planned_participants: Set(class.planned_participants),
        sample: Set(class.sample),
        trainers: Set(written(&class.trainers)),
        funding: Set(written(&class.funding)),
        state: Set(class.state.name().to_owned()),
        completed_on: Set(completed_on),
        version: Set(class.version),
        created_at: Set(class.created_at),
        updated_at: Set(class.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

fn read(row: Model, sessions: Vec<training_session::Model>) -> Option<TrainingClass> {
    Some(TrainingClass {
        id: row.id.into(),
        curriculum: row.curriculum_id.into(),
        unit: row.unit.parse().ok()?,
        province: row.province.parse().ok()?,
        place: row.place,
        sessions: sessions.into_iter().map(TrainingSession::from).collect(),
        planned_participants: row.planned_participants,
        sample: row.sample,
        trainers: read_whole(&row.trainers, "training class").ok()?,
        funding: read_whole(&row.funding, "training class").ok()?,
        // A class is completed if and only if it has the day.
        state: row.completed_on.map_or(ClassState::Open, |on| ClassState::Completed { on }),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

impl From<training_session::Model> for TrainingSession {
    fn from(row: training_session::Model) -> Self {
        let roll = row.roll_version.zip(row.roll_recorded_by).zip(row.roll_recorded_at);
        Self {
            id: row.id.into(),
            number: row.number,
            date: row.date,
            hours: row.hours,
            roll: roll.map(|((version, by), at)| Roll { version, recorded_by: by.into(), recorded_at: at }),
        }
    }
}
