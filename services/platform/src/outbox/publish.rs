//! Writing events.

use prost::Message as _;
use proto::common::v1::EventEnvelope;

use crate::clock::Moment;
use crate::db::Inserts;
use crate::ids::{PersonId, RawId};
use crate::operation::Subject;

/// An event about to be written.
pub(crate) struct NewEvent {
    pub(crate) id: RawId,
    pub(crate) type_name: String,
    pub(crate) subject: Subject,
    pub(crate) ordinal: i32,
    pub(crate) occurred_at: Moment,
    pub(crate) actor: PersonId,
    pub(crate) traceparent: String,
    pub(crate) payload: Vec<u8>,
}

/// Adds events to what is about to be put in.
pub(crate) fn insert(records: &mut Inserts, events: Vec<NewEvent>) {
    let columns = "event (id, type, subject_type, subject_id, subject_version, ordinal, occurred_at, actor_id, \
                   traceparent, payload)";
    let rows = events.into_iter().map(|event| {
        [
            event.id.into(),
            event.type_name.into(),
            event.subject.noun.into(),
            event.subject.id.into(),
            event.subject.version.into(),
            event.ordinal.into(),
            event.occurred_at.into(),
            RawId::from(event.actor).into(),
            event.traceparent.into(),
            event.payload.into(),
        ]
    });
    records.add(columns, rows);
}

/// Bytes of an envelope, to be kept.
pub(super) fn encode(envelope: &EventEnvelope) -> Vec<u8> {
    envelope.encode_to_vec()
}
