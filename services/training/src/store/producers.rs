//! Producers, as registry told of them.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db;
use platform::error::Error as Platform;
use sea_orm::sea_query::{OnConflict, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::entity::producer::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{certificate, revocation};
use super::{damaged, read_units, within};
use crate::Work;
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::units::Area;

/// The producer of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ProducerId) -> Result<Option<Producer>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Producer::try_from).transpose()
}

/// Keeps a producer as it was told of, in place of what was told before. That it was retired stays.
pub(crate) async fn keep(work: &Work, id: ProducerId, unit: &UnitId, sample: bool) -> Result<(), Platform> {
    let row = ActiveModel {
        id: Set(id.into()),
        unit: Set(unit.to_string()),
        sample: Set(sample),
        retired_on: Set(None),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let told_again = OnConflict::column(Column::Id)
        .update_columns([Column::Unit, Column::Sample, Column::UpdatedAt, Column::UpdatedBy])
        .to_owned();
    Entity::insert(row).on_conflict(told_again).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps that a producer was taken out of use. The events of one producer come in order: it is known.
pub(crate) async fn retire(work: &Work, id: ProducerId, on: NaiveDate) -> Result<(), Platform> {
    let row = ActiveModel {
        retired_on: Set(Some(on)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let changed = Entity::update_many().set(row).filter(COLUMN.id.eq(id)).exec(work).await?;
    if changed.rows_affected == 1 {
        return Ok(());
    }
    Err(Platform::internal(format!("the producer {id} was retired before it was created")))
}

/// The units that producers have their address in.
pub(crate) async fn units(db: &impl ConnectionTrait) -> Result<Vec<UnitId>, Platform> {
    let units = Entity::find().select_only().column(Column::Unit).distinct().into_tuple().all(db).await?;
    read_units(units, "producer")
}

/// The producers of an area that are in use on a day and have a product with a valid certificate on it, in order
/// of identity.
pub(crate) async fn certified_on(
    db: &impl ConnectionTrait,
    day: NaiveDate,
    area: &Area,
) -> Result<Vec<Producer>, Platform> {
    let rows = Entity::find().filter(are_certified_on(day, area)).order_by_asc(COLUMN.id).all(db).await?;
    rows.into_iter().map(Producer::try_from).collect()
}

/// The producers of an area that are in use, in order of identity.
pub(crate) async fn in_use(db: &impl ConnectionTrait, area: &Area) -> Result<Vec<Producer>, Platform> {
    let rows = Entity::find()
        .filter(within(area, Column::Unit))
        .filter(Column::RetiredOn.is_null())
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(Producer::try_from).collect()
}

/// The identities of the producers of an area, for a query about what is theirs.
pub(super) fn ids_of(area: &Area) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).cond_where(within(area, Column::Unit)).to_owned()
}

/// The identities of those who are certified on a day, for a query about what is theirs.
pub(super) fn ids_certified_on(day: NaiveDate, area: &Area) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).cond_where(are_certified_on(day, area)).to_owned()
}

fn are_certified_on(day: NaiveDate, area: &Area) -> Condition {
    let revoked = Query::select()
        .column(revocation::Column::CertificateId)
        .from(revocation::Entity)
        .and_where(revocation::Column::RevokedOn.lte(day))
        .to_owned();
    let certified = Query::select()
        .column(certificate::Column::ProducerId)
        .from(certificate::Entity)
        .and_where(certificate::Column::IssuedOn.lte(day))
        .and_where(certificate::Column::ExpiresOn.gte(day))
        .and_where(certificate::Column::Id.not_in_subquery(revoked))
        .to_owned();
    Condition::all()
        .add(within(area, Column::Unit))
        .add(Condition::any().add(Column::RetiredOn.is_null()).add(Column::RetiredOn.gt(day)))
        .add(Column::Id.in_subquery(certified))
}

impl TryFrom<Model> for Producer {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let unit = row.unit.parse().map_err(|_| damaged("producer"))?;
        Ok(Self { id: row.id.into(), unit, sample: row.sample, retired_on: row.retired_on })
    }
}
