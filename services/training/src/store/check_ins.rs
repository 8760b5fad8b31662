//! Check-ins and the tries of learners.

use platform::db::{self, Unique};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::entity::check_in::{ActiveModel, COLUMN, Entity, Model};
use super::entity::check_in_try;
use crate::Work;
use crate::domain::check_in::{CheckIn, CheckInId, Secret};
use crate::domain::learner::LearnerId;
use crate::domain::training_class::{TrainingClassId, TrainingSession, TrainingSessionId};
use crate::error::Error;

const OPEN: Unique = Unique { name: "check_in_open", columns: "check_in.session_id, check_in.place" };

/// The check-in of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: CheckInId) -> Result<Option<CheckIn>, Platform> {
    Ok(db::one(Entity::find_by_id(id), db).await?.map(CheckIn::from))
}

/// Keeps a new check-in; at a place that of a session is open once.
pub(crate) async fn insert(work: &Work, check_in: &CheckIn, session: &TrainingSession) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(check_in.id.into()),
        class_id: Set(check_in.class.into()),
        session_id: Set(check_in.session.into()),
        place: Set(check_in.place.clone()),
        secret: Set(check_in.secret.stored().to_owned()),
        opens_at: Set(check_in.opens_at),
        closes_at: Set(check_in.closes_at),
        closed_at: Set(check_in.closed_at),
        opened_by: Set(RawId::from(check_in.opened_by)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    match Entity::insert(row).exec_without_returning(work).await {
        Ok(_) => Ok(()),
        Err(error) => {
            // Which session it is stands in the refusal, so it is told here.
            let refused: Result<(), Error> = db::unique_or(Err(error), &[(OPEN, || Error::CheckInOpen { number: 0 })]);
            refused.map_err(|refusal| match refusal {
                Error::CheckInOpen { .. } => Error::CheckInOpen { number: session.number },
                other => other,
            })
        }
    }
}

/// Keeps that a check-in was closed.
pub(crate) async fn close(work: &Work, check_in: CheckInId) -> Result<(), Platform> {
    let closed = ActiveModel {
        closed_at: Set(Some(work.now())),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many().set(closed).filter(COLUMN.id.eq(check_in)).exec(work).await?;
    Ok(())
}

/// A session of a class whose check-in was not closed.
pub(crate) async fn open_of_class(
    db: &impl ConnectionTrait,
    class: TrainingClassId,
) -> Result<Option<TrainingSessionId>, Platform> {
    let open = Entity::find().filter(COLUMN.class_id.eq(class)).filter(COLUMN.closed_at.is_null());
    Ok(open.all(db).await?.into_iter().next().map(|row| row.session_id.into()))
}

/// How many codes that did not hold a learner has tried, and whether one was accepted.
pub(crate) async fn tries(
    db: &impl ConnectionTrait,
    check_in: CheckInId,
    learner: LearnerId,
) -> Result<(i32, bool), Platform> {
    let found = check_in_try::Entity::find()
        .filter(check_in_try::COLUMN.check_in_id.eq(check_in))
        .filter(check_in_try::COLUMN.learner_id.eq(learner))
        .all(db)
        .await?;
    Ok(found.first().map_or((0, false), |row| (row.wrong, row.accepted_at.is_some())))
}

/// Keeps the tries of a learner.
pub(crate) async fn keep_tries(
    work: &Work,
    check_in: CheckInId,
    learner: LearnerId,
    wrong: i32,
    accepted: bool,
) -> Result<(), Platform> {
    use check_in_try::Column;
    let row = check_in_try::ActiveModel {
        check_in_id: Set(check_in.into()),
        learner_id: Set(learner.into()),
        wrong: Set(wrong),
        accepted_at: Set(accepted.then(|| work.now())),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let tried_again = OnConflict::columns([Column::CheckInId, Column::LearnerId])
        .update_columns([Column::Wrong, Column::AcceptedAt, Column::UpdatedAt, Column::UpdatedBy])
        .to_owned();
    check_in_try::Entity::insert(row).on_conflict(tried_again).exec_without_returning(work).await?;
    Ok(())
}

/// Who has checked in.
pub(crate) async fn accepted(db: &impl ConnectionTrait, check_in: CheckInId) -> Result<Vec<LearnerId>, Platform> {
    let rows = check_in_try::Entity::find()
        .filter(check_in_try::COLUMN.check_in_id.eq(check_in))
        .filter(check_in_try::COLUMN.accepted_at.is_not_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.learner_id.into()).collect())
}

impl From<Model> for CheckIn {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            class: row.class_id.into(),
            session: row.session_id.into(),
            place: row.place,
            secret: Secret::of_stored(row.secret),
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            closed_at: row.closed_at,
            opened_by: row.opened_by.into(),
        }
    }
}
