//! Between parcels and their messages. What is signed is made to bytes here once and kept so.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::RawId;
use platform::wire::timestamp;
use prost::Message as _;
use proto::evaluation::v1 as evaluation_pb;
use proto::reporting::v1 as pb;

use super::link::{moment, signed};
use crate::domain::link::Hash;
use crate::domain::link::parcel::{Parcel, ParcelHeader, ParcelKind, ParcelReceipt};
use crate::domain::link::record::Verdict;

pub(crate) fn kind(kind: ParcelKind) -> pb::ParcelKind {
    match kind {
        ParcelKind::HandOver => pb::ParcelKind::HandOver,
        ParcelKind::Outcome => pb::ParcelKind::Outcome,
    }
}

/// The same as evaluation says it.
pub(crate) fn evaluations_kind(kind: ParcelKind) -> evaluation_pb::ParcelKind {
    match kind {
        ParcelKind::HandOver => evaluation_pb::ParcelKind::HandOver,
        ParcelKind::Outcome => evaluation_pb::ParcelKind::Outcome,
    }
}

fn read_kind(kind: pb::ParcelKind) -> Option<ParcelKind> {
    match kind {
        pb::ParcelKind::Unspecified => None,
        pb::ParcelKind::HandOver => Some(ParcelKind::HandOver),
        pb::ParcelKind::Outcome => Some(ParcelKind::Outcome),
    }
}

/// The bytes of a head.
pub(crate) fn header_bytes(header: &ParcelHeader) -> Vec<u8> {
    let message = pb::ParcelHeader {
        kind: kind(header.kind).into(),
        province_id: header.province.to_string(),
        dossier_id: header.dossier.to_string(),
        dossier_version: header.dossier_version,
        manifest_sha256: header.manifest.to_string(),
        made_at: Some(timestamp(header.made_at)),
        document_size_bytes: header.document_bytes,
        size_bytes: header.bytes,
        part_sha256: header.parts.iter().map(|part| part.0.to_vec()).collect(),
    };
    message.encode_to_vec()
}

/// A head; none if the bytes are none.
pub(crate) fn read_header(bytes: &[u8]) -> Option<ParcelHeader> {
    let sent = pb::ParcelHeader::decode(bytes).ok()?;
    let header = ParcelHeader {
        kind: read_kind(sent.kind())?,
        province: sent.province_id.parse().ok()?,
        dossier: RawId::parse_str(&sent.dossier_id).ok()?,
        dossier_version: sent.dossier_version,
        manifest: Hash::written(&sent.manifest_sha256)?,
        made_at: moment(sent.made_at)?,
        document_bytes: sent.document_size_bytes,
        bytes: sent.size_bytes,
        parts: sent.part_sha256.iter().map(|part| Hash::sent(part)).collect::<Option<_>>()?,
    };
    header.is_sound().then_some(header)
}

/// The head without its parts, as evaluation knows the parcel.
pub(crate) fn evaluations_parcel(header: &ParcelHeader) -> evaluation_pb::Parcel {
    evaluation_pb::Parcel {
        kind: evaluations_kind(header.kind).into(),
        dossier_id: header.dossier.to_string(),
        dossier_version: header.dossier_version,
        province_id: header.province.to_string(),
        manifest_sha256: header.manifest.to_string(),
        document_size_bytes: header.document_bytes,
        size_bytes: header.bytes,
    }
}

/// The bytes of a receipt.
pub(crate) fn receipt_bytes(header: &ParcelHeader, name: Hash, received_at: Moment) -> Vec<u8> {
    let message = pb::ParcelReceipt {
        kind: kind(header.kind).into(),
        province_id: header.province.to_string(),
        dossier_id: header.dossier.to_string(),
        dossier_version: header.dossier_version,
        parcel_sha256: name.0.to_vec(),
        manifest_sha256: header.manifest.to_string(),
        received_at: Some(timestamp(received_at)),
    };
    message.encode_to_vec()
}

/// A receipt; none if the bytes are none.
pub(crate) fn read_receipt(bytes: &[u8]) -> Option<(UnitId, ParcelReceipt)> {
    let sent = pb::ParcelReceipt::decode(bytes).ok()?;
    let receipt = ParcelReceipt { name: Hash::sent(&sent.parcel_sha256)?, received_at: moment(sent.received_at)? };
    Some((sent.province_id.parse().ok()?, receipt))
}

/// What a province asks the ministry for.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) province: UnitId,
    /// The parcel of which a part is asked; none to ask what waits.
    pub(crate) parcel: Option<Hash>,
    pub(crate) part: i32,
}

/// The bytes of a question.
pub(crate) fn question_bytes(question: &Question, asked_at: Moment) -> Vec<u8> {
    let message = pb::ParcelQuestion {
        province_id: question.province.to_string(),
        parcel_sha256: question.parcel.map_or_else(Vec::new, |name| name.0.to_vec()),
        part_number: question.part,
        asked_at: Some(timestamp(asked_at)),
    };
    message.encode_to_vec()
}

/// A question; none if the bytes are none.
pub(crate) fn read_question(bytes: &[u8]) -> Option<Question> {
    let sent = pb::ParcelQuestion::decode(bytes).ok()?;
    Some(Question {
        province: sent.province_id.parse().ok()?,
        parcel: Hash::sent_or_absent(&sent.parcel_sha256)?,
        part: sent.part_number,
    })
}

pub(crate) fn sent_parcel(parcel: Parcel) -> pb::SentParcel {
    let verdict = match parcel.verdict {
        Verdict::Pending | Verdict::Sent => pb::ParcelVerdict::Sent,
        Verdict::Receiving => pb::ParcelVerdict::Receiving,
        Verdict::Accepted => pb::ParcelVerdict::Received,
        Verdict::Refused | Verdict::Quarantined => pb::ParcelVerdict::Refused,
    };
    pb::SentParcel {
        id: parcel.id.to_string(),
        kind: kind(parcel.kind).into(),
        province_id: parcel.province.to_string(),
        dossier_id: parcel.dossier.to_string(),
        dossier_version: parcel.dossier_version,
        sha256: parcel.name.to_string(),
        size_bytes: parcel.bytes,
        next_part_number: parcel.next_part,
        part_count: parcel.part_count,
        verdict: verdict.into(),
        reason: parcel.refusal.map_or_else(String::new, |refusal| refusal.name().to_owned()),
        times: parcel.times,
        receipt: parcel.receipt.map(signed),
        at: Some(timestamp(parcel.at)),
        concluded_at: parcel.concluded_at.map(timestamp),
    }
}
