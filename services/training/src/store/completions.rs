//! Certificates of completion.

use chrono::{Datelike as _, NaiveDate};
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::completion_certificate::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::completion::{Completion, CompletionId, ReissueReason};
use crate::domain::training_class::TrainingClassId;

/// The certificate of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: CompletionId) -> Result<Option<Completion>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Completion::try_from).transpose()
}

/// The last number that a unit gave in the year of a day; 0 if it gave none. Who gives one at the same time meets the rule that
/// a number is given once, and tries again.
pub(crate) async fn last_serial(db: &impl ConnectionTrait, unit: &UnitId, day: NaiveDate) -> Result<i32, Platform> {
    let last = Entity::find()
        .filter(COLUMN.unit.eq(unit.as_str()))
        .filter(COLUMN.year.eq(day.year()))
        .order_by_desc(COLUMN.serial)
        .limit(1);
    Ok(db::one(last, db).await?.map_or(0, |row| row.serial))
}

/// Keeps new certificates.
pub(crate) async fn insert(work: &Work, completions: &[Completion]) -> Result<(), Platform> {
    // A statement takes only so many values.
    for some in completions.chunks(500) {
        Entity::insert_many(some.iter().map(|completion| row(work, completion))).exec_without_returning(work).await?;
    }
    Ok(())
}

/// Keeps that another one stands in a certificate's place.
pub(crate) async fn save_replaced(work: &Work, completion: &Completion) -> Result<(), Platform> {
    let replaced = ActiveModel {
        replaced_by_id: Set(completion.replaced_by.map(Into::into)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many().set(replaced).filter(COLUMN.id.eq(completion.id)).exec(work).await?;
    Ok(())
}

/// A page of certificates, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    class: Option<TrainingClassId>,
    page: &Page,
) -> Result<Paged<Completion>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(class) = class {
        select = select.filter(COLUMN.class_id.eq(class));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    page.try_map(Completion::try_from)
}

fn row(work: &Work, completion: &Completion) -> ActiveModel {
    ActiveModel {
        id: Set(completion.id.into()),
        learner_id: Set(completion.learner.into()),
        class_id: Set(completion.class.into()),
        curriculum_id: Set(completion.curriculum.into()),
        person_id: Set(completion.person.into()),
        unit: Set(completion.unit.to_string()),
        province: Set(completion.province.to_string()),
        year: Set(completion.issued_on.year()),
        serial: Set(completion.serial),
        completed_on: Set(completion.completed_on),
        valid_until: Set(completion.valid_until),
        issued_on: Set(completion.issued_on),
        replaces_id: Set(completion.replaces.map(|(replaced, _)| replaced.into())),
        reissue_reason: Set(completion.replaces.map(|(_, reason)| reason.name().to_owned())),
        replaced_by_id: Set(completion.replaced_by.map(Into::into)),
        created_at: Set(completion.created_at),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Completion {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let malformed = || damaged("certificate of completion");
        let reason = match row.reissue_reason.as_deref() {
            Some(name) => Some(ReissueReason::named(name).ok_or_else(malformed)?),
            None => None,
        };
        Ok(Self {
            id: row.id.into(),
            learner: row.learner_id.into(),
            class: row.class_id.into(),
            curriculum: row.curriculum_id.into(),
            person: row.person_id.into(),
            unit: row.unit.parse().map_err(|_| malformed())?,
            province: row.province.parse().map_err(|_| malformed())?,
            serial: row.serial,
            completed_on: row.completed_on,
            valid_until: row.valid_until,
            issued_on: row.issued_on,
            replaces: row.replaces_id.map(CompletionId::from).zip(reason),
            replaced_by: row.replaced_by_id.map(CompletionId::from),
            created_at: row.created_at,
        })
    }
}
