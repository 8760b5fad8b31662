//! Successions between the register's values and the contract's messages.

use platform::fields::Fields;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use crate::domain::succession::{Succession, SuccessionKind};

const KINDS: [(pb::SuccessionKind, SuccessionKind); 5] = [
    (pb::SuccessionKind::Merger, SuccessionKind::Merger),
    (pb::SuccessionKind::Division, SuccessionKind::Division),
    (pb::SuccessionKind::Conversion, SuccessionKind::Conversion),
    (pb::SuccessionKind::Takeover, SuccessionKind::Takeover),
    (pb::SuccessionKind::RecordMerge, SuccessionKind::RecordMerge),
];

/// Reads a kind that people record: that two records were made one is no such kind.
pub(crate) fn read_kind(fields: &mut Fields, given: i32) -> Option<SuccessionKind> {
    let told: pb::SuccessionKind = fields.choice("kind", given)?;
    if told == pb::SuccessionKind::RecordMerge {
        fields.fault(
            "kind",
            "Gộp bản ghi trùng bằng MergeProducers.",
            "Records of one producer are made one by MergeProducers.",
        );
        return None;
    }
    KINDS.into_iter().find(|(kind, _)| *kind == told).map(|(_, own)| own)
}

pub(crate) fn kind(own: SuccessionKind) -> pb::SuccessionKind {
    KINDS.into_iter().find(|(_, known)| *known == own).expect("all kinds are in the contract").0
}

pub(crate) fn succession(succession: Succession) -> pb::ProducerSuccession {
    let (document_number, document_date) = match succession.document {
        Some(document) => (document.number, document.date.to_string()),
        None => (String::new(), String::new()),
    };
    pb::ProducerSuccession {
        id: succession.id.to_string(),
        kind: kind(succession.kind).into(),
        predecessor_ids: succession.predecessors.iter().map(ToString::to_string).collect(),
        successor_ids: succession.successors.iter().map(ToString::to_string).collect(),
        happened_on: succession.happened_on.to_string(),
        document_number,
        document_date,
        why: succession.why,
        recorded_by: succession.recorded_by.to_string(),
        recorded_at: Some(timestamp(succession.recorded_at)),
    }
}
