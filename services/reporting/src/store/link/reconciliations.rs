//! What comparisons of the two sides came to, as the ministry has said it.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::db::{self, Page, Paged};
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::super::entity::link_reconciliation::{ActiveModel, COLUMN, Column, Entity};
use crate::Work;
use crate::domain::link::standing::Place;

/// A comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: RawId,
    pub(crate) province: UnitId,
    pub(crate) place: Place,
    pub(crate) compared: i64,
    pub(crate) different: i64,
    /// The message that was signed.
    pub(crate) outcome: Vec<u8>,
    pub(crate) compared_at: Moment,
}

/// Keeps a comparison; one that is kept stays as it is.
pub(crate) async fn insert(work: &Work, kept: &Kept) -> Result<(), Error> {
    if db::one(Entity::find_by_id(kept.id), work).await?.is_some() {
        return Ok(());
    }
    let row = ActiveModel {
        id: Set(kept.id),
        province: Set(kept.province.to_string()),
        epoch: Set(kept.place.epoch),
        sequence: Set(kept.place.sequence),
        compared: Set(kept.compared),
        different: Set(kept.different),
        outcome: Set(kept.outcome.clone()),
        compared_at: Set(kept.compared_at),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// A page of them, the newest first: the messages.
pub(crate) async fn list(db: &impl ConnectionTrait, units: &[UnitId], page: &Page) -> Result<Paged<Vec<u8>>, Error> {
    let rows = Entity::find()
        .filter(db::within(units, Column::Province, Column::Province))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    Ok(page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).map(|row| row.outcome))
}
