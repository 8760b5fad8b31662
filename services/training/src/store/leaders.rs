//! Terms of leaders, as registry told of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::error::Error as Platform;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::entity::leader_term::{ActiveModel, COLUMN, Column, Entity, Model};
use super::producers;
use crate::Work;
use crate::domain::producer::{LeaderId, LeaderTerm, ProducerId};
use crate::domain::units::Area;

/// Keeps a term whose beginning was told of. Told again, its last day stays.
pub(crate) async fn keep(work: &Work, term: &LeaderTerm) -> Result<(), Platform> {
    let told_again = [Column::ProducerId, Column::PersonId, Column::TermFrom, Column::UpdatedAt, Column::UpdatedBy];
    put(work, term, told_again).await
}

/// Keeps a term as it was corrected.
pub(crate) async fn correct(work: &Work, term: &LeaderTerm) -> Result<(), Platform> {
    let corrected =
        [Column::ProducerId, Column::PersonId, Column::TermFrom, Column::TermTo, Column::UpdatedAt, Column::UpdatedBy];
    put(work, term, corrected).await
}

/// Keeps the last day of a term. It was told of before.
pub(crate) async fn end(work: &Work, term: LeaderId, last_day: NaiveDate) -> Result<(), Platform> {
    let ended = ActiveModel {
        term_to: Set(Some(last_day)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let kept = Entity::update_many().set(ended).filter(COLUMN.id.eq(term)).exec(work).await?;
    match kept.rows_affected {
        1 => Ok(()),
        _ => Err(Platform::internal(format!("the end of a leader's term that was never told of: {term}"))),
    }
}

/// Forgets a term that was taken back. Told again, there is nothing left of it.
pub(crate) async fn retract(work: &Work, term: LeaderId) -> Result<(), Platform> {
    Entity::delete_by_id(term).exec(work).await?;
    Ok(())
}

async fn put<const N: usize>(work: &Work, term: &LeaderTerm, told_again: [Column; N]) -> Result<(), Platform> {
    let row = ActiveModel {
        id: Set(term.id.into()),
        producer_id: Set(term.producer.into()),
        person_id: Set(term.person.into()),
        term_from: Set(term.from),
        term_to: Set(term.to),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let told_again = OnConflict::column(Column::Id).update_columns(told_again).to_owned();
    Entity::insert(row).on_conflict(told_again).exec_without_returning(work).await?;
    Ok(())
}

/// The terms of a producer, in no order.
pub(crate) async fn of_producer(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<LeaderTerm>, Platform> {
    let rows = Entity::find().filter(COLUMN.producer_id.eq(producer)).all(db).await?;
    Ok(rows.into_iter().map(LeaderTerm::from).collect())
}

/// The terms, in no order, of the producers of an area that are certified on a day.
pub(crate) async fn of_certified_on(
    db: &impl ConnectionTrait,
    day: NaiveDate,
    area: &Area,
) -> Result<HashMap<ProducerId, Vec<LeaderTerm>>, Platform> {
    let certified = producers::ids_certified_on(day, area);
    let rows = Entity::find().filter(Column::ProducerId.in_subquery(certified)).all(db).await?;
    Ok(by_producer(rows))
}

/// The terms, in no order, of the producers of an area.
pub(crate) async fn of_area(
    db: &impl ConnectionTrait,
    area: &Area,
) -> Result<HashMap<ProducerId, Vec<LeaderTerm>>, Platform> {
    let rows = Entity::find().filter(Column::ProducerId.in_subquery(producers::ids_of(area))).all(db).await?;
    Ok(by_producer(rows))
}

fn by_producer(rows: Vec<Model>) -> HashMap<ProducerId, Vec<LeaderTerm>> {
    let mut terms: HashMap<_, Vec<_>> = HashMap::new();
    for term in rows.into_iter().map(LeaderTerm::from) {
        terms.entry(term.producer).or_default().push(term);
    }
    terms
}

impl From<Model> for LeaderTerm {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            producer: row.producer_id.into(),
            person: row.person_id.into(),
            from: row.term_from,
            to: row.term_to,
        }
    }
}
