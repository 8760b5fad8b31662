//! Persons bound to producers, as registry told of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};

use super::damaged;
use super::entity::producer_person::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::dossier::ProducerId;
use crate::domain::producer_person::{ProducerPerson, Relation, bound_on};

const ACCOUNT: &str = "account";
const LEADER: &str = "leader";

/// Who is bound to a producer on a day, by what; in order of first days.
pub(crate) async fn relations(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    day: NaiveDate,
) -> Result<Vec<ProducerPerson>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.producer_id.eq(producer))
        .order_by_asc(COLUMN.term_from)
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    let told = rows.into_iter().map(ProducerPerson::try_from).collect::<Result<_, _>>()?;
    Ok(bound_on(told, day))
}

/// The producers a person's accounts may act for on a day.
pub(crate) async fn acted_for(
    db: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<ProducerId>, Platform> {
    let rows = Entity::find().filter(COLUMN.person_id.eq(person)).filter(COLUMN.relation.eq(ACCOUNT)).all(db).await?;
    let told = rows.into_iter().map(ProducerPerson::try_from).collect::<Result<_, _>>()?;
    let mut producers: Vec<_> =
        bound_on(told, day).into_iter().filter(|bound| bound.lets_act(person)).map(|bound| bound.producer).collect();
    producers.dedup();
    Ok(producers)
}

/// The producers a person is bound to on a day, by whatever.
pub(crate) async fn bound_to(
    db: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<ProducerId>, Platform> {
    // Whether she still leads one depends on who came after her.
    let own = Entity::find().filter(COLUMN.person_id.eq(person)).select_only().column(Column::ProducerId);
    let rows = Entity::find().filter(Column::ProducerId.in_subquery(own.into_query())).all(db).await?;
    let mut told = HashMap::<ProducerId, Vec<ProducerPerson>>::new();
    for row in rows {
        let bound = ProducerPerson::try_from(row)?;
        told.entry(bound.producer).or_default().push(bound);
    }
    let binds = |told| bound_on(told, day).iter().any(|bound| bound.person == person);
    Ok(told.into_iter().filter_map(|(producer, told)| binds(told).then_some(producer)).collect())
}

/// Keeps what was told. Told again it stays as it has become: an ended grant is not opened by its beginning.
pub(crate) async fn keep(work: &Work, bound: &ProducerPerson) -> Result<(), Platform> {
    let row = row(work, bound);
    Entity::insert(row).on_conflict_do_nothing_on([Column::Id]).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps what was told of before and not as it was.
pub(crate) async fn correct(work: &Work, bound: &ProducerPerson) -> Result<(), Platform> {
    Entity::update_many().set(row(work, bound)).filter(COLUMN.id.eq(bound.id)).exec(work).await?;
    Ok(())
}

fn row(work: &Work, bound: &ProducerPerson) -> ActiveModel {
    let (relation, term_to, ended) = match bound.relation {
        Relation::Account { to, ended } => (ACCOUNT, to, ended),
        Relation::Leader { to } => (LEADER, to, false),
    };
    ActiveModel {
        id: Set(bound.id),
        producer_id: Set(bound.producer.into()),
        person_id: Set(bound.person.into()),
        relation: Set(relation.to_owned()),
        term_from: Set(bound.from),
        term_to: Set(term_to),
        ended: Set(ended),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    }
}

/// Keeps the last day of a leader. She was told of before.
pub(crate) async fn end_leader(work: &Work, leader: RawId, last_day: NaiveDate) -> Result<(), Platform> {
    let ended = ActiveModel {
        term_to: Set(Some(last_day)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many().set(ended).filter(COLUMN.id.eq(leader)).exec(work).await?;
    Ok(())
}

/// Forgets a leader whose term was taken back. Told again, there is nothing left of it.
pub(crate) async fn retract_leader(work: &Work, leader: RawId) -> Result<(), Platform> {
    Entity::delete_by_id(leader).exec(work).await?;
    Ok(())
}

/// Keeps that a grant was ended. It was told of before.
pub(crate) async fn end_account(work: &Work, account: RawId, last_day: NaiveDate) -> Result<(), Platform> {
    let ended = ActiveModel {
        term_to: Set(Some(last_day)),
        ended: Set(true),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let kept = Entity::update_many().set(ended).filter(COLUMN.id.eq(account)).exec(work).await?;
    match kept.rows_affected {
        1 => Ok(()),
        _ => Err(Platform::internal(format!("the end of a producer account that was never told of: {account}"))),
    }
}

impl TryFrom<Model> for ProducerPerson {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let relation = match row.relation.as_str() {
            ACCOUNT => Relation::Account { to: row.term_to, ended: row.ended },
            LEADER => Relation::Leader { to: row.term_to },
            _ => return Err(damaged("relation of a person to a producer")),
        };
        Ok(Self {
            id: row.id,
            producer: row.producer_id.into(),
            person: row.person_id.into(),
            relation,
            from: row.term_from,
        })
    }
}
