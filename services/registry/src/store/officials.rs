//! Officials of management bodies.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, sea_query::Query,
    sea_query::SelectStatement,
};

use super::damaged;
use super::entity::management_body;
use super::entity::official::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::management::{ManagementBody, ManagementBodyId, Official, OfficialId, OfficialTerm};
use crate::domain::programme::Level;
use crate::error::Error;

/// Which officials a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) level: Option<Level>,
    pub(crate) body: Option<ManagementBodyId>,
    pub(crate) in_office_on: Option<NaiveDate>,
}

/// The terms that were not taken back: of the others nobody but the reader of the audit trail learns.
fn standing() -> Select<Entity> {
    Entity::find().filter(COLUMN.retracted_at.is_null())
}

/// The term of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: OfficialId) -> Result<Option<Official>, Platform> {
    Ok(db::one(standing().filter(COLUMN.id.eq(id)), db).await?.map(Official::from))
}

/// Any term of a person with which her name is recorded still.
pub(crate) async fn any_of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Official>, Platform> {
    let named = standing().filter(COLUMN.person_id.eq(person)).filter(COLUMN.full_name.ne(""));
    let select = named.order_by_desc(COLUMN.id).limit(1);
    Ok(db::one(select, db).await?.map(Official::from))
}

/// The terms of a person in a body.
pub(crate) async fn of_person_in(
    db: &impl ConnectionTrait,
    person: PersonId,
    body: ManagementBodyId,
) -> Result<Vec<Official>, Platform> {
    let select = standing().filter(COLUMN.person_id.eq(person)).filter(COLUMN.body_id.eq(body));
    Ok(select.all(db).await?.into_iter().map(Official::from).collect())
}

/// The terms of a name in a body.
pub(crate) async fn of_name_in(
    db: &impl ConnectionTrait,
    full_name: &str,
    body: ManagementBodyId,
) -> Result<Vec<Official>, Platform> {
    let select = standing().filter(COLUMN.body_id.eq(body)).filter(COLUMN.full_name.eq(full_name));
    Ok(select.all(db).await?.into_iter().map(Official::from).collect())
}

/// How many terms in a body hold on a day or later.
pub(crate) async fn count_from(
    db: &impl ConnectionTrait,
    body: ManagementBodyId,
    day: NaiveDate,
) -> Result<u64, Platform> {
    let select = standing().filter(COLUMN.body_id.eq(body)).filter(lasts_to(day));
    Ok(select.count(db).await?)
}

/// Keeps a new term.
pub(crate) async fn insert(work: &Work, official: &Official) -> Result<(), Error> {
    Entity::insert(row(work, official)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a term as it has become.
pub(crate) async fn save(work: &Work, official: &Official) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, official))
        .filter(COLUMN.id.eq(official.id))
        .filter(COLUMN.version.eq(official.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// Takes a term back. The row stays for who asks later who has read it.
pub(crate) async fn retract(work: &Work, official: &Official) -> Result<(), Error> {
    let retracted = ActiveModel {
        retracted_at: Set(Some(work.now())),
        version: Set(official.version + 1),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let saved = Entity::update_many()
        .set(retracted)
        .filter(COLUMN.id.eq(official.id))
        .filter(COLUMN.version.eq(official.version))
        .exec(work)
        .await?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of terms with their bodies, the newest first; in two queries.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<(Official, ManagementBody)>, Platform> {
    let mut select = standing()
        .filter(Column::BodyId.in_subquery(bodies(&filter.units, filter.level)))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(body) = filter.body {
        select = select.filter(COLUMN.body_id.eq(body));
    }
    if let Some(day) = filter.in_office_on {
        select = select.filter(in_office_on(day));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).map(Official::from);
    let rows = with_bodies(db, page.rows).await?;
    Ok(Paged { rows, next_page_token: page.next_page_token })
}

/// The terms of persons that hold on a day, with their bodies, as far as these lie in the units; in two queries.
pub(crate) async fn of_persons(
    db: &impl ConnectionTrait,
    persons: &[PersonId],
    units: &[UnitId],
    day: NaiveDate,
) -> Result<Vec<(Official, ManagementBody)>, Platform> {
    let rows = standing()
        .filter(COLUMN.person_id.is_in(persons.iter().copied()))
        .filter(in_office_on(day))
        .filter(Column::BodyId.in_subquery(bodies(units, None)))
        .order_by_asc(COLUMN.person_id)
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    with_bodies(db, rows.into_iter().map(Official::from).collect()).await
}

async fn with_bodies(
    db: &impl ConnectionTrait,
    officials: Vec<Official>,
) -> Result<Vec<(Official, ManagementBody)>, Platform> {
    let bodies = super::management_bodies::of(db, officials.iter().map(|official| official.body)).await?;
    let with_body = |official: Official| {
        let body = bodies.get(&official.body).cloned().ok_or_else(|| damaged("official"))?;
        Ok((official, body))
    };
    officials.into_iter().map(with_body).collect()
}

/// The bodies in the subtrees of units, of a level if one is asked for.
fn bodies(units: &[UnitId], level: Option<Level>) -> SelectStatement {
    let within = db::within(units, management_body::Column::Province, management_body::Column::Unit);
    let of_level = level.map(|level| management_body::COLUMN.level.eq(level.name()));
    Query::select()
        .column(management_body::Column::Id)
        .from(management_body::Entity)
        .cond_where(Condition::all().add(within).add_option(of_level))
        .to_owned()
}

fn in_office_on(day: NaiveDate) -> Condition {
    Condition::all().add(COLUMN.term_from.lte(day)).add(lasts_to(day))
}

/// Terms that do not end before a day.
fn lasts_to(day: NaiveDate) -> Condition {
    Condition::any().add(COLUMN.term_to.is_null()).add(COLUMN.term_to.gte(day))
}

fn row(work: &Work, official: &Official) -> ActiveModel {
    ActiveModel {
        id: Set(official.id.into()),
        body_id: Set(official.body.into()),
        person_id: Set(official.person.into()),
        full_name: Set(official.full_name.clone()),
        title: Set(official.title.clone()),
        duty: Set(official.duty.clone()),
        term_from: Set(official.term.from),
        term_to: Set(official.term.to),
        end_reason: Set(official.end_reason.clone()),
        retracted_at: NotSet,
        version: Set(official.version),
        created_at: Set(official.created_at),
        updated_at: Set(official.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl From<Model> for Official {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            body: row.body_id.into(),
            person: row.person_id.into(),
            full_name: row.full_name,
            title: row.title,
            duty: row.duty,
            term: OfficialTerm { from: row.term_from, to: row.term_to },
            end_reason: row.end_reason,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
