//! Who stands in for whom.

use chrono::NaiveDate;
use platform::access::{Authority, UnitId, role_name, role_named};
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::entity::delegation::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{OnBehalf, damaged};
use crate::Work;
use crate::domain::delegation::{Delegation, DelegationId};
use crate::error::Error;

/// Which delegations a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) on: Option<NaiveDate>,
}

/// The delegation of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: DelegationId) -> Result<Option<Delegation>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Delegation::try_from).transpose()
}

/// Keeps a new delegation.
pub(crate) async fn insert(work: &Work, delegation: &Delegation) -> Result<(), Error> {
    let created = ActiveModel { created_at: Set(work.now()), ..row(work, delegation) };
    Entity::insert(created).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a delegation as it has become.
pub(crate) async fn save(work: &Work, delegation: &Delegation) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, delegation))
        .filter(COLUMN.id.eq(delegation.id))
        .filter(COLUMN.version.eq(delegation.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// The delegations from or to a person that do not end before a day.
pub(crate) async fn of_person(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: NaiveDate,
) -> Result<Vec<Delegation>, Platform> {
    let either = Condition::any().add(Column::FromPerson.eq(person)).add(Column::ToPerson.eq(person));
    let rows = Entity::find().filter(either).filter(COLUMN.last_day.gte(from)).all(db).await?;
    rows.into_iter().map(Delegation::try_from).collect()
}

/// Those that the caller stands in for today, with her role in each case, the newest first.
pub(crate) async fn held_by_caller(asker: &impl OnBehalf) -> Result<Vec<Delegation>, Platform> {
    held_with(asker, asker.authority()).await
}

async fn held_with(asker: &impl OnBehalf, authority: &Authority) -> Result<Vec<Delegation>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.to_person.eq(asker.person()))
        .filter(COLUMN.first_day.lte(asker.today()))
        .filter(COLUMN.last_day.gte(asker.today()))
        .order_by_desc(COLUMN.id)
        .all(asker)
        .await?;
    let held = rows.into_iter().map(Delegation::try_from).collect::<Result<Vec<_>, _>>()?;
    let counts = |held: &Delegation| authority.reaches_as(held.role, &held.unit);
    Ok(held.into_iter().filter(counts).collect())
}

/// Whom the caller stands in for in a unit, in what this rests on.
pub(crate) async fn stood_in_for(asker: &impl OnBehalf, unit: &UnitId) -> Result<Vec<PersonId>, Platform> {
    Ok(stood_in_for_there(asker, held_by_caller(asker).await?, unit))
}

/// Whom the caller stands in for in a unit, in whatever role.
pub(crate) async fn stood_in_for_at_all(asker: &impl OnBehalf, unit: &UnitId) -> Result<Vec<PersonId>, Platform> {
    Ok(stood_in_for_there(asker, held_with(asker, &asker.whole_authority()).await?, unit))
}

fn stood_in_for_there(asker: &impl OnBehalf, held: Vec<Delegation>, unit: &UnitId) -> Vec<PersonId> {
    let units = asker.authority().units();
    let there = |held: &Delegation| units.contains(&held.unit, unit, asker.today());
    held.into_iter().filter(there).map(|held| held.from).collect()
}

/// A page of delegations, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<Delegation>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(day) = filter.on {
        select = select.filter(COLUMN.first_day.lte(day)).filter(COLUMN.last_day.gte(day));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Delegation::try_from)
}

fn row(work: &Work, delegation: &Delegation) -> ActiveModel {
    ActiveModel {
        id: Set(delegation.id.into()),
        from_person: Set(delegation.from.into()),
        to_person: Set(delegation.to.into()),
        role: Set(role_name(delegation.role)),
        unit: Set(delegation.unit.to_string()),
        province: Set(delegation.province.to_string()),
        first_day: Set(delegation.first_day),
        last_day: Set(delegation.last_day),
        version: Set(delegation.version),
        created_at: NotSet,
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Delegation {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                from: row.from_person.into(),
                to: row.to_person.into(),
                role: role_named(&row.role)?,
                unit: row.unit.parse().ok()?,
                province: row.province.parse().ok()?,
                first_day: row.first_day,
                last_day: row.last_day,
                version: row.version,
            })
        };
        read(row).ok_or_else(|| damaged("delegation"))
    }
}
