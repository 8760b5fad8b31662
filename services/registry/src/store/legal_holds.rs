//! Orders that nothing be erased.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::legal_hold::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::retention::{Held, LegalHold, LegalHoldId, Lifted};
use crate::error::Error;

/// The order of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: LegalHoldId) -> Result<Option<LegalHold>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(LegalHold::try_from).transpose()
}

/// The order in force about the persons of something.
pub(crate) async fn in_force(db: &impl ConnectionTrait, held: Held) -> Result<Option<LegalHold>, Platform> {
    let select = Entity::find().filter(COLUMN.lifted_at.is_null());
    let select = match held {
        Held::Producer(id) => select.filter(COLUMN.producer_id.eq(id)),
        Held::Body(id) => select.filter(COLUMN.body_id.eq(id)),
    };
    db::one(select, db).await?.map(LegalHold::try_from).transpose()
}

/// True if nothing may be erased that is recorded of the persons of a producer.
pub(super) async fn holds_producer(db: &impl ConnectionTrait, producer: ProducerId) -> Result<bool, Platform> {
    let select = Entity::find().filter(COLUMN.lifted_at.is_null()).filter(COLUMN.producer_id.eq(producer));
    Ok(select.count(db).await? > 0)
}

/// The producers that are held.
pub(super) fn held_producers() -> SelectStatement {
    held(Column::ProducerId)
}

/// The management bodies that are held.
pub(super) fn held_bodies() -> SelectStatement {
    held(Column::BodyId)
}

fn held(subject: Column) -> SelectStatement {
    let in_force = Condition::all().add(COLUMN.lifted_at.is_null()).add(subject.is_not_null());
    Query::select().column(subject).from(Entity).cond_where(in_force).to_owned()
}

/// Keeps a new order.
pub(crate) async fn insert(work: &Work, hold: &LegalHold) -> Result<(), Error> {
    Entity::insert(row(work, hold)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps an order as it has become.
pub(crate) async fn save(work: &Work, hold: &LegalHold) -> Result<(), Error> {
    let saved = Entity::update_many()
        .set(row(work, hold))
        .filter(COLUMN.id.eq(hold.id))
        .filter(COLUMN.version.eq(hold.version - 1))
        .exec(work)
        .await?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of the orders in the subtrees of units, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    in_force: bool,
    page: &Page,
) -> Result<Paged<LegalHold>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if in_force {
        select = select.filter(COLUMN.lifted_at.is_null());
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    page.try_map(LegalHold::try_from)
}

fn row(work: &Work, hold: &LegalHold) -> ActiveModel {
    let (producer, body) = match hold.held {
        Held::Producer(id) => (Some(id.into()), None),
        Held::Body(id) => (None, Some(id.into())),
    };
    ActiveModel {
        id: Set(hold.id.into()),
        producer_id: Set(producer),
        body_id: Set(body),
        unit: Set(hold.unit.to_string()),
        province: Set(hold.province.to_string()),
        document_number: Set(hold.document_number.clone()),
        reason: Set(hold.reason.clone()),
        placed_by: Set(hold.placed_by.into()),
        placed_at: Set(hold.placed_at),
        lifted_by: Set(hold.lifted.as_ref().map(|lifted| lifted.by.into())),
        lifted_at: Set(hold.lifted.as_ref().map(|lifted| lifted.at)),
        lift_reason: Set(hold.lifted.as_ref().map(|lifted| lifted.reason.clone()).unwrap_or_default()),
        version: Set(hold.version),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for LegalHold {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            let producer = row.producer_id.map(|id| Held::Producer(id.into()));
            let lifted = row.lifted_by.zip(row.lifted_at);
            Some(Self {
                id: row.id.into(),
                held: producer.or(row.body_id.map(|id| Held::Body(id.into())))?,
                unit: row.unit.parse().ok()?,
                province: row.province.parse().ok()?,
                document_number: row.document_number,
                reason: row.reason,
                placed_by: row.placed_by.into(),
                placed_at: row.placed_at,
                lifted: lifted.map(|(by, at)| Lifted { by: by.into(), at, reason: row.lift_reason }),
                version: row.version,
            })
        };
        read(row).ok_or_else(|| damaged("legal hold"))
    }
}
