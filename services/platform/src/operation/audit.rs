//! The audit trail: who did what to which record, and who read what is personal.

use sea_orm::{ActiveValue::Set, EntityTrait as _};

use super::{Work, replay::Key};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::RawId;

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
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Records a change that is about to be committed. What changed nothing of its own is not recorded.
pub(super) async fn record<S: Send + Sync>(work: &Work<S>, key: Option<&Key>) -> Result<(), Error> {
    let Some(subject) = work.subject() else { return Ok(()) };
    insert(work, key.map(|key| key.request_id), work.now(), subject.noun, Some(subject.id)).await
}

/// Records the reading of personal records.
pub(super) async fn record_read<S: Send + Sync>(
    work: &Work<S>,
    noun: &'static str,
    subjects: &[RawId],
) -> Result<(), Error> {
    let rows = subjects.iter().map(|subject| row(work, None, work.now(), noun, Some(*subject)));
    entity::Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

async fn insert<S: Send + Sync>(
    work: &Work<S>,
    request_id: Option<RawId>,
    at: Moment,
    noun: &'static str,
    subject: Option<RawId>,
) -> Result<(), Error> {
    entity::Entity::insert(row(work, request_id, at, noun, subject)).exec_without_returning(work).await?;
    Ok(())
}

fn row<S: Send + Sync>(
    work: &Work<S>,
    request_id: Option<RawId>,
    at: Moment,
    noun: &'static str,
    subject: Option<RawId>,
) -> entity::ActiveModel {
    entity::ActiveModel {
        id: Set(work.new_id()),
        at: Set(at),
        person_id: Set(work.person().into()),
        operation: Set(work.operation().to_owned()),
        request_id: Set(request_id),
        subject_type: Set(noun.to_owned()),
        subject_id: Set(subject),
    }
}
