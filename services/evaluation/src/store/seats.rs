//! Members' places that substitutes have taken in sessions.

use platform::db::{self, Unique};
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::councils;
use super::entity::session_seat;
use crate::Work;
use crate::domain::council::{Council, TakenSeat};
use crate::domain::session::{Session, SessionId};
use crate::error::Error;

const MEMBER: Unique =
    Unique { name: "session_seat_pkey", columns: "session_seat.session_id, session_seat.member_person_id" };
const SUBSTITUTE: Unique =
    Unique { name: "session_seat_substitute", columns: "session_seat.session_id, session_seat.substitute_person_id" };

/// The places taken in a session.
pub(crate) async fn of(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<TakenSeat>, Platform> {
    let rows = session_seat::Entity::find()
        .filter(session_seat::COLUMN.session_id.eq(session))
        .order_by_asc(session_seat::COLUMN.member_person_id)
        .all(db)
        .await?;
    let read = |row: session_seat::Model| TakenSeat {
        member: row.member_person_id.into(),
        substitute: row.substitute_person_id.into(),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The council of a session as it sits there: substitutes in the places they have taken.
pub(crate) async fn council_of(db: &impl ConnectionTrait, session: &Session) -> Result<Option<Council>, Platform> {
    let Some(council) = councils::find(db, session.council).await? else { return Ok(None) };
    Ok(Some(council.seated(&of(db, session.id).await?)))
}

/// Keeps that a substitute takes a member's place.
pub(crate) async fn insert(work: &Work, session: SessionId, seat: &TakenSeat) -> Result<(), Error> {
    let row = session_seat::ActiveModel {
        session_id: Set(session.into()),
        member_person_id: Set(seat.member.into()),
        substitute_person_id: Set(seat.substitute.into()),
        seated_at: Set(work.now()),
        recorded_by: Set(work.person().into()),
        updated_by: Set(work.operation().to_owned()),
    };
    let inserted = session_seat::Entity::insert(row).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(MEMBER, || Error::SeatTaken), (SUBSTITUTE, || Error::SeatTaken)])
}
