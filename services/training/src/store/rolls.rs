//! Rolls: who was present at a session.

use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, EntityTrait as _, QueryFilter as _};

use super::entity::{presence, training_session};
use crate::Work;
use crate::domain::learner::LearnerId;
use crate::domain::training_class::TrainingSession;

/// Keeps the roll of a session in place of the one before, with who recorded it and when.
pub(crate) async fn replace(work: &Work, session: &TrainingSession, present: &[LearnerId]) -> Result<(), Platform> {
    let recorded = training_session::ActiveModel {
        roll_version: Set(session.roll.map(|roll| roll.version)),
        roll_recorded_by: Set(session.roll.map(|roll| roll.recorded_by.into())),
        roll_recorded_at: Set(session.roll.map(|roll| roll.recorded_at)),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    training_session::Entity::update_many()
        .set(recorded)
        .filter(training_session::COLUMN.id.eq(session.id))
        .exec(work)
        .await?;
    presence::Entity::delete_many().filter(presence::COLUMN.session_id.eq(session.id)).exec(work).await?;
    if present.is_empty() {
        return Ok(());
    }
    let rows = present.iter().map(|learner| presence::ActiveModel {
        session_id: Set(session.id.into()),
        learner_id: Set((*learner).into()),
    });
    presence::Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}
