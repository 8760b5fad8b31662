//! Who left a session, and when she came back.

use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::entity::absence;
use crate::Work;
use crate::domain::session::SessionId;
use crate::domain::voters::Absence;
use crate::error::Error;

/// The absences of a session, in the order of leaving.
pub(crate) async fn of(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Absence>, Platform> {
    let rows = absence::Entity::find()
        .filter(absence::COLUMN.session_id.eq(session))
        .order_by_asc(absence::COLUMN.id)
        .all(db)
        .await?;
    let read = |row: absence::Model| Absence {
        person: row.person_id.into(),
        reasons: row.reasons,
        left_at: row.left_at,
        returned_at: row.returned_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps that somebody left.
pub(crate) async fn insert(work: &Work, session: SessionId, absence: &Absence) -> Result<(), Error> {
    let row = absence::ActiveModel {
        id: Set(work.new_id::<RawId>()),
        session_id: Set(session.into()),
        person_id: Set(absence.person.into()),
        reasons: Set(absence.reasons.clone()),
        left_at: Set(absence.left_at),
        returned_at: Set(absence.returned_at),
        recorded_by: Set(work.person().into()),
        updated_by: Set(work.operation().to_owned()),
    };
    absence::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps that somebody who was away came back; false if she was not.
pub(crate) async fn end(work: &Work, session: SessionId, person: PersonId) -> Result<bool, Error> {
    let back = absence::ActiveModel {
        returned_at: Set(Some(work.now())),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let ended = absence::Entity::update_many()
        .set(back)
        .filter(absence::COLUMN.session_id.eq(session))
        .filter(absence::COLUMN.person_id.eq(person))
        .filter(absence::COLUMN.returned_at.is_null())
        .exec(work)
        .await?;
    Ok(ended.rows_affected > 0)
}
