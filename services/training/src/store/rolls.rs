//! Rolls: who was present at a session, and what earlier rolls of it said.

use std::collections::{HashMap, HashSet};

use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::{assessment, learner, presence, roll, roll_entry, training_session};
use super::{damaged, learners};
use crate::Work;
use crate::domain::learner::LearnerId;
use crate::domain::training_class::{Roll, RollMeans, TrainingSession, TrainingSessionId};

/// A roll as it is listed.
#[derive(Clone, Debug)]
pub(crate) struct ListedRoll {
    pub(crate) roll: Roll,
    pub(crate) means: RollMeans,
    pub(crate) reason: String,
    pub(crate) present: Vec<PersonId>,
}

/// Keeps the roll of a session in place of the one before, which stays listed, with how it came about and why.
pub(crate) async fn replace(
    work: &Work,
    session: &TrainingSession,
    present: &[LearnerId],
    (means, reason): (RollMeans, &str),
) -> Result<(), Platform> {
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
    let Some(of_now) = session.roll else { return Ok(()) };
    let row = roll::ActiveModel {
        session_id: Set(session.id.into()),
        version: Set(of_now.version),
        means: Set(means.name().to_owned()),
        reason: Set(reason.to_owned()),
        recorded_by: Set(of_now.recorded_by.into()),
        recorded_at: Set(of_now.recorded_at),
        updated_by: Set(work.operation().to_owned()),
    };
    roll::Entity::insert(row).exec_without_returning(work).await?;
    presence::Entity::delete_many().filter(presence::COLUMN.session_id.eq(session.id)).exec(work).await?;
    if present.is_empty() {
        return Ok(());
    }
    let rows = present.iter().map(|learner| presence::ActiveModel {
        session_id: Set(session.id.into()),
        learner_id: Set((*learner).into()),
    });
    presence::Entity::insert_many(rows).exec_without_returning(work).await?;
    let entries = present.iter().map(|learner| roll_entry::ActiveModel {
        session_id: Set(session.id.into()),
        version: Set(of_now.version),
        learner_id: Set((*learner).into()),
    });
    roll_entry::Entity::insert_many(entries).exec_without_returning(work).await?;
    Ok(())
}

/// Who is present by the roll in force.
pub(crate) async fn present(
    db: &impl ConnectionTrait,
    session: TrainingSessionId,
) -> Result<HashSet<LearnerId>, Platform> {
    let rows = presence::Entity::find().filter(presence::COLUMN.session_id.eq(session)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.learner_id.into()).collect())
}

/// A page of the rolls of a session, the one in force first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    session: TrainingSessionId,
    page: &Page,
) -> Result<Paged<ListedRoll>, Platform> {
    let mut select = roll::Entity::find()
        .filter(roll::COLUMN.session_id.eq(session))
        .order_by_desc(roll::COLUMN.version)
        .limit(page.limit());
    // The version within the session is the key; all rows share the session's identity.
    let after = page.after.as_ref().and_then(|after| after.key.as_slice().try_into().ok().map(i64::from_be_bytes));
    if let Some(after) = after {
        select = select.filter(roll::COLUMN.version.lt(after));
    }
    let cursor = |row: &roll::Model| db::Cursor { key: row.version.to_be_bytes().to_vec(), id: row.session_id };
    let page = page.of(select.all(db).await?, cursor);
    let versions = page.rows.iter().map(|row| row.version);
    let entries = roll_entry::Entity::find()
        .filter(roll_entry::COLUMN.session_id.eq(session))
        .filter(roll_entry::COLUMN.version.is_in(versions))
        .order_by_asc(roll_entry::COLUMN.learner_id)
        .all(db)
        .await?;
    let learners: HashSet<LearnerId> = entries.iter().map(|entry| entry.learner_id.into()).collect();
    let persons = learners::persons(db, &learners.into_iter().collect::<Vec<_>>()).await?;
    let mut present: HashMap<i64, Vec<PersonId>> = HashMap::new();
    for entry in entries {
        present.entry(entry.version).or_default().extend(persons.get(&entry.learner_id.into()));
    }
    page.try_map(|row| {
        let means = RollMeans::named(&row.means).ok_or_else(|| damaged("roll"))?;
        let roll = Roll { version: row.version, recorded_by: row.recorded_by.into(), recorded_at: row.recorded_at };
        Ok(ListedRoll { roll, means, reason: row.reason, present: present.remove(&row.version).unwrap_or_default() })
    })
}

/// The results of the assessment that are in force, with the how manyeth each is.
pub(crate) async fn assessed(
    db: &impl ConnectionTrait,
    learners: &[LearnerId],
) -> Result<HashMap<LearnerId, i32>, Platform> {
    let rows = assessment::Entity::find()
        .filter(assessment::COLUMN.learner_id.is_in(learners.iter().copied()))
        .all(db)
        .await?;
    let mut versions: HashMap<LearnerId, i32> = HashMap::new();
    for row in rows {
        let version = versions.entry(row.learner_id.into()).or_default();
        *version = row.version.max(*version);
    }
    Ok(versions)
}

/// Keeps a result of the assessment, and the one before as what it was.
pub(crate) async fn keep_assessment(
    work: &Work,
    learner: LearnerId,
    version: i32,
    percent: i32,
    reason: &str,
) -> Result<(), Platform> {
    let row = assessment::ActiveModel {
        learner_id: Set(learner.into()),
        version: Set(version),
        percent: Set(percent),
        reason: Set(reason.to_owned()),
        recorded_by: Set(RawId::from(work.person())),
        recorded_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    assessment::Entity::insert(row).exec_without_returning(work).await?;
    let in_force = learner::ActiveModel {
        assessment_percent: Set(Some(percent)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    learner::Entity::update_many().set(in_force).filter(learner::COLUMN.id.eq(learner)).exec(work).await?;
    Ok(())
}
