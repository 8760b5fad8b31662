//! Officials in office and kinds of producers, as registry told of them.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::official_term::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::producer_kind;
use super::{damaged, read_units, within};
use crate::Work;
use crate::domain::coverage::Candidate;
use crate::domain::learner::OfficialLevel;
use crate::domain::producer::ProducerId;
use crate::domain::units::Area;

/// A term of an official as registry tells of it.
#[derive(Clone, Debug)]
pub(crate) struct ToldOfficial {
    pub(crate) id: RawId,
    pub(crate) person: RawId,
    pub(crate) unit: UnitId,
    pub(crate) level: OfficialLevel,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) sample: bool,
}

/// Keeps a term as it was told of.
pub(crate) async fn keep(work: &Work, told: &ToldOfficial) -> Result<(), Platform> {
    let row = ActiveModel {
        id: Set(told.id),
        person_id: Set(told.person),
        unit: Set(told.unit.to_string()),
        level: Set(told.level.name().to_owned()),
        term_from: Set(told.from),
        term_to: Set(told.to),
        sample: Set(told.sample),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let told_again = OnConflict::column(Column::Id)
        .update_columns([
            Column::PersonId,
            Column::Unit,
            Column::Level,
            Column::TermFrom,
            Column::TermTo,
            Column::Sample,
            Column::UpdatedAt,
            Column::UpdatedBy,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(told_again).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps the last day of a term. The events of one term come in order: it is known.
pub(crate) async fn end(work: &Work, id: RawId, last_day: NaiveDate) -> Result<(), Platform> {
    let ended = ActiveModel {
        term_to: Set(Some(last_day)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let kept = Entity::update_many().set(ended).filter(COLUMN.id.eq(id)).exec(work).await?;
    match kept.rows_affected {
        1 => Ok(()),
        _ => Err(Platform::internal(format!("the end of an official's term that was never told of: {id}"))),
    }
}

/// Forgets a term that was taken back. Told again, there is nothing left of it.
pub(crate) async fn retract(work: &Work, id: RawId) -> Result<(), Platform> {
    Entity::delete_by_id(id).exec(work).await?;
    Ok(())
}

/// The units that officials were told of in.
pub(crate) async fn units(db: &impl ConnectionTrait) -> Result<Vec<UnitId>, Platform> {
    let units = Entity::find().select_only().column(Column::Unit).distinct().into_tuple().all(db).await?;
    read_units(units, "official's term")
}

/// Officials of an area in office on a day, a candidate a term, in order of the terms.
pub(crate) async fn in_office_on(
    db: &impl ConnectionTrait,
    day: NaiveDate,
    area: &Area,
) -> Result<Vec<Candidate>, Platform> {
    let rows = Entity::find()
        .filter(within(area, Column::Unit))
        .filter(COLUMN.term_from.lte(day))
        .filter(Condition::any().add(COLUMN.term_to.is_null()).add(COLUMN.term_to.gte(day)))
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(|row| candidate(row).ok_or_else(|| damaged("official's term"))).collect()
}

fn candidate(row: Model) -> Option<Candidate> {
    Some(Candidate {
        person: row.person_id.into(),
        producer: None,
        level: Some(OfficialLevel::named(&row.level)?),
        unit: row.unit.parse().ok()?,
        since: Some(row.term_from),
        predecessor: None,
        sample: row.sample,
    })
}

/// Keeps the kind of a producer as it was told of.
pub(crate) async fn keep_kind(work: &Work, producer: ProducerId, kind: &str) -> Result<(), Platform> {
    use producer_kind::Column;
    let row = producer_kind::ActiveModel {
        producer_id: Set(producer.into()),
        kind: Set(kind.to_owned()),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let told_again = OnConflict::column(Column::ProducerId)
        .update_columns([Column::Kind, Column::UpdatedAt, Column::UpdatedBy])
        .to_owned();
    producer_kind::Entity::insert(row).on_conflict(told_again).exec_without_returning(work).await?;
    Ok(())
}

/// The kind of a producer; none while it was not told.
pub(crate) async fn kind_of(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Option<String>, Platform> {
    Ok(db::one(producer_kind::Entity::find_by_id(producer), db).await?.map(|row| row.kind))
}
