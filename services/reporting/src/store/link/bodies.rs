//! Bodies of submissions, in parts.

use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::super::entity::link_part::{ActiveModel, COLUMN, Column, Entity};
use crate::Work;
use crate::domain::link::submission::PART_BYTES;

/// Keeps a whole body.
pub(crate) async fn insert(work: &Work, submission: RawId, body: &[u8]) -> Result<(), Error> {
    for (number, data) in (0..).zip(body.chunks(PART_BYTES)) {
        insert_part(work, submission, number, data).await?;
    }
    Ok(())
}

/// Keeps a part.
pub(crate) async fn insert_part(work: &Work, submission: RawId, number: i32, data: &[u8]) -> Result<(), Error> {
    let row = ActiveModel { submission_id: Set(submission), part_number: Set(number), data: Set(data.to_vec()) };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The first part that is missing.
pub(crate) async fn next_part(db: &impl ConnectionTrait, submission: RawId) -> Result<i32, Error> {
    let last: Option<i32> = Entity::find()
        .filter(COLUMN.submission_id.eq(submission))
        .select_only()
        .column(Column::PartNumber)
        .order_by_desc(COLUMN.part_number)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.map_or(0, |last| last + 1))
}

/// A part.
pub(crate) async fn part(db: &impl ConnectionTrait, submission: RawId, number: i32) -> Result<Vec<u8>, Error> {
    let found = platform::db::one(Entity::find_by_id((submission, number)), db).await?;
    found.map(|row| row.data).ok_or_else(|| crate::store::damaged("link_part", "it cannot be read"))
}

/// A whole body; empty if it is not kept any more.
pub(crate) async fn whole(db: &impl ConnectionTrait, submission: RawId) -> Result<Vec<u8>, Error> {
    let parts =
        Entity::find().filter(COLUMN.submission_id.eq(submission)).order_by_asc(COLUMN.part_number).all(db).await?;
    Ok(parts.into_iter().flat_map(|row| row.data).collect())
}

/// Lets bodies go.
pub(crate) async fn delete(work: &Work, submissions: &[RawId]) -> Result<(), Error> {
    if !submissions.is_empty() {
        Entity::delete_many().filter(COLUMN.submission_id.is_in(submissions.iter().copied())).exec(work).await?;
    }
    Ok(())
}
