//! Leaders of producers.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, sea_query::Query,
};

use super::entity::leader::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::producer;
use crate::Work;
use crate::domain::leader::{Leader, LeaderId, PersonId};
use crate::domain::producer::ProducerId;
use crate::error::Error;

/// The terms that were not taken back: of the others nobody but the reader of the audit trail learns.
pub(super) fn standing() -> Select<Entity> {
    Entity::find().filter(COLUMN.retracted_at.is_null())
}

/// The term of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: LeaderId) -> Result<Option<Leader>, Platform> {
    Ok(db::one(standing().filter(COLUMN.id.eq(id)), db).await?.map(Leader::from))
}

/// The term of a producer that began last: who leads it now, or led it before nobody did.
pub(crate) async fn last(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Option<Leader>, Platform> {
    let select = standing()
        .filter(COLUMN.producer_id.eq(producer))
        .order_by_desc(COLUMN.term_from)
        .order_by_desc(COLUMN.id)
        .limit(1);
    Ok(db::one(select, db).await?.map(Leader::from))
}

/// All terms of a producer.
pub(crate) async fn of_producer(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<Leader>, Platform> {
    let rows = standing().filter(COLUMN.producer_id.eq(producer)).all(db).await?;
    Ok(rows.into_iter().map(Leader::from).collect())
}

/// The terms of a producer that an operation was the last to change.
pub(crate) async fn of_producer_by(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    operation: &str,
) -> Result<Vec<Leader>, Platform> {
    let by_it = standing().filter(COLUMN.producer_id.eq(producer)).filter(COLUMN.updated_by.eq(operation));
    Ok(by_it.all(db).await?.into_iter().map(Leader::from).collect())
}

/// All terms of a person.
pub(crate) async fn of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Leader>, Platform> {
    let rows = standing().filter(COLUMN.person_id.eq(person)).all(db).await?;
    Ok(rows.into_iter().map(Leader::from).collect())
}

/// Any term of a person with which her name is recorded still.
pub(crate) async fn any_of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Leader>, Platform> {
    let named = standing().filter(COLUMN.person_id.eq(person)).filter(COLUMN.full_name.ne(""));
    let select = named.order_by_desc(COLUMN.id).limit(1);
    Ok(db::one(select, db).await?.map(Leader::from))
}

/// The present terms of persons, as far as their producers lie in the units.
pub(crate) async fn present_of_persons(
    db: &impl ConnectionTrait,
    persons: &[PersonId],
    units: &[UnitId],
) -> Result<Vec<Leader>, Platform> {
    let within = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .cond_where(Condition::all().add(db::within(units, producer::Column::Province, producer::Column::Unit)))
        .to_owned();
    let rows = standing()
        .filter(COLUMN.person_id.is_in(persons.iter().copied()))
        .filter(COLUMN.term_to.is_null())
        .filter(Column::ProducerId.in_subquery(within))
        .order_by_asc(COLUMN.person_id)
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Leader::from).collect())
}

/// Keeps a new term.
pub(crate) async fn insert(work: &Work, leader: &Leader) -> Result<(), Error> {
    Entity::insert(row(work, leader)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a term as it has become.
pub(crate) async fn save(work: &Work, leader: &Leader) -> Result<(), Error> {
    let saved = Entity::update_many()
        .set(row(work, leader))
        .filter(COLUMN.id.eq(leader.id))
        .filter(COLUMN.version.eq(leader.version - 1))
        .exec(work)
        .await?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// Takes a term back. The row stays for who asks later who has read it.
pub(crate) async fn retract(work: &Work, leader: &Leader) -> Result<(), Error> {
    let retracted = ActiveModel {
        retracted_at: Set(Some(work.now())),
        version: Set(leader.version + 1),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let saved = Entity::update_many()
        .set(retracted)
        .filter(COLUMN.id.eq(leader.id))
        .filter(COLUMN.version.eq(leader.version))
        .exec(work)
        .await?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of a producer's leaders, the newest term first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    page: &Page,
) -> Result<Paged<Leader>, Platform> {
    let rows = standing()
        .filter(COLUMN.producer_id.eq(producer))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    Ok(page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).map(Leader::from))
}

fn row(work: &Work, leader: &Leader) -> ActiveModel {
    ActiveModel {
        id: Set(leader.id.into()),
        producer_id: Set(leader.producer.into()),
        person_id: Set(leader.person.into()),
        full_name: Set(leader.full_name.clone()),
        title: Set(leader.title.clone()),
        term_from: Set(leader.from),
        term_to: Set(leader.to),
        retracted_at: NotSet,
        version: Set(leader.version),
        created_at: Set(leader.created_at),
        updated_at: Set(leader.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl From<Model> for Leader {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            producer: row.producer_id.into(),
            person: row.person_id.into(),
            full_name: row.full_name,
            title: row.title,
            from: row.term_from,
            to: row.term_to,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
