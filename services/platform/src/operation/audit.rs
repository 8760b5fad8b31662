//! The audit trail: who did what to which record, and who read what is personal.

use super::{Work, replay::Key};
use crate::ids::RawId;

/// Records a change that is about to be committed. What changed nothing of its own is not recorded.
pub(super) fn record<S: Send + Sync>(work: &Work<S>, key: Option<&Key>) {
    if let Some(subject) = work.subject() {
        insert(work, key.map(|key| key.request_id), subject.noun, &[subject.id]);
    }
}

/// Records the reading of personal records.
pub(super) fn record_read<S: Send + Sync>(work: &Work<S>, noun: &'static str, subjects: &[RawId]) {
    insert(work, None, noun, subjects);
}

fn insert<S: Send + Sync>(work: &Work<S>, request_id: Option<RawId>, noun: &'static str, subjects: &[RawId]) {
    let rows = subjects.iter().map(|subject| {
        [
            work.new_id::<RawId>().into(),
            work.now().into(),
            RawId::from(work.person()).into(),
            work.operation().into(),
            request_id.into(),
            noun.into(),
            (*subject).into(),
        ]
    });
    work.record("audit (id, at, person_id, operation, request_id, subject_type, subject_id)", rows);
}
