//! Workers of producers.

use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::entity::producer_worker::{ActiveModel, COLUMN, Column, Entity, Model};
use super::legal_holds;
use super::representatives::{phone_of, sex_of};
use crate::Work;
use crate::domain::person::{Details, Worker, WorkerId};
use crate::domain::producer::ProducerId;

/// Keeps new workers.
pub(crate) async fn insert(work: &Work, producer: ProducerId, workers: &[Worker]) -> Result<(), Platform> {
    let rows = workers.iter().map(|worker| {
        let Details { full_name, sex, ethnicity, disabled, residence, phone } = &worker.details;
        ActiveModel {
            id: Set(worker.id.into()),
            producer_id: Set(producer.into()),
            full_name: Set(full_name.clone()),
            sex: Set(sex.map(|sex| sex.name().to_owned())),
            ethnicity: Set(ethnicity.clone()),
            disabled: Set(*disabled),
            residence: Set(residence.clone()),
            phone: Set(phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default()),
            recorded_at: Set(work.now()),
            removed_at: Set(None),
            updated_by: Set(work.operation().to_owned()),
        }
    });
    Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

/// Removes a worker and erases what is recorded of her, unless an order holds it; false if the producer has no such worker.
pub(crate) async fn remove(work: &Work, producer: ProducerId, worker: WorkerId) -> Result<bool, Platform> {
    let held = legal_holds::holds_producer(work, producer).await?;
    let kept = ActiveModel { updated_by: Set(work.operation().to_owned()), ..Default::default() };
    let removed = if held { kept } else { erased(work) };
    let changed = Entity::update_many()
        .set(ActiveModel { removed_at: Set(Some(work.now())), ..removed })
        .filter(COLUMN.id.eq(worker))
        .filter(COLUMN.producer_id.eq(producer))
        .filter(COLUMN.removed_at.is_null())
        .exec(work)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// A worker of whom nothing is recorded any more.
pub(super) fn erased(work: &Work) -> ActiveModel {
    ActiveModel {
        full_name: Set(String::new()),
        sex: Set(None),
        ethnicity: Set(String::new()),
        disabled: Set(None),
        residence: Set(String::new()),
        phone: Set(String::new()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    }
}

/// How many workers are recorded of a producer.
pub(crate) async fn count(db: &impl ConnectionTrait, producer: ProducerId) -> Result<i32, Platform> {
    let present = Entity::find().filter(COLUMN.producer_id.eq(producer)).filter(COLUMN.removed_at.is_null());
    Ok(i32::try_from(present.count(db).await?).unwrap_or(i32::MAX))
}

/// A page of the workers of a producer, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    page: &Page,
) -> Result<Paged<Worker>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.producer_id.eq(producer))
        .filter(COLUMN.removed_at.is_null())
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Worker::try_from)
}

impl TryFrom<Model> for Worker {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        Ok(Self {
            id: row.id.into(),
            details: Details {
                full_name: row.full_name,
                sex: sex_of(row.sex.as_deref())?,
                ethnicity: row.ethnicity,
                disabled: row.disabled,
                residence: row.residence,
                phone: phone_of(&row.phone)?,
            },
        })
    }
}
