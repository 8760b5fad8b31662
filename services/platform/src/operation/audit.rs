//! The audit trail: who did what to which record, and who read what is personal.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::{Work, replay::Key};
use crate::clock::Moment;
use crate::db::{self, Cursor, Page, Paged};
use crate::error::Error;
use crate::ids::{PersonId, RawId};

mod entity {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: Uuid,
        pub(super) at: crate::clock::Moment,
        pub(super) person_id: Uuid,
        pub(super) operation: String,
        pub(super) request_id: Option<Uuid>,
        pub(super) subject_type: String,
        pub(super) subject_id: Option<Uuid>,
        pub(super) purpose: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That a personal record was read for a purpose that was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Identity of the record.
    pub subject: RawId,
    /// Who read it.
    pub person: PersonId,
    /// When.
    pub at: Moment,
    /// By which operation.
    pub operation: String,
    /// What for, as she said.
    pub purpose: String,
}

/// A page of the readings of personal records of a noun, of those that a statement selects, the newest first. What was
/// read without stating a purpose is not among them.
///
/// # Errors
/// When the database fails.
pub async fn readings(
    db: &impl ConnectionTrait,
    noun: &'static str,
    subjects: SelectStatement,
    page: &Page,
) -> Result<Paged<Reading>, Error> {
    let rows = entity::Entity::find()
        .filter(entity::COLUMN.subject_type.eq(noun))
        .filter(entity::COLUMN.purpose.is_not_null())
        .filter(entity::Column::SubjectId.in_subquery(subjects))
        .filter(db::before(page.after.as_ref(), entity::Column::Id))
        .order_by_desc(entity::COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    Ok(page.of(rows, |row| Cursor { key: Vec::new(), id: row.id }).map(|row| Reading {
        subject: row.subject_id.unwrap_or_default(),
        person: row.person_id.into(),
        at: row.at,
        operation: row.operation,
        purpose: row.purpose.unwrap_or_default(),
    }))
}

/// Records a change that is about to be committed. What changed nothing of its own is not recorded.
pub(super) fn record<S: Send + Sync>(work: &Work<S>, key: Option<&Key>) {
    if let Some(subject) = work.subject() {
        insert(work, key.map(|key| key.request_id), subject.noun, &[subject.id], None);
    }
}

/// Records the reading of personal records.
pub(super) fn record_read<S: Send + Sync>(
    work: &Work<S>,
    noun: &'static str,
    subjects: &[RawId],
    purpose: Option<&str>,
) {
    insert(work, None, noun, subjects, purpose);
}

fn insert<S: Send + Sync>(
    work: &Work<S>,
    request_id: Option<RawId>,
    noun: &'static str,
    subjects: &[RawId],
    purpose: Option<&str>,
) {
    let rows = subjects.iter().map(|subject| {
        [
            work.new_id::<RawId>().into(),
            work.now().into(),
            RawId::from(work.person()).into(),
            work.operation().into(),
            request_id.into(),
            noun.into(),
            (*subject).into(),
            purpose.map(str::to_owned).into(),
        ]
    });
    work.record("audit (id, at, person_id, operation, request_id, subject_type, subject_id, purpose)", rows);
}
