//! Between parcels and their messages.

use chrono::DateTime;
use platform::blobs::Digest;
use platform::fields::Fields;
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use crate::domain::parcel::{Parcel, ParcelKind, SignedReceipt};

/// The kind that is meant.
pub(crate) fn read_kind(fields: &mut Fields, path: &str, given: i32) -> Option<ParcelKind> {
    match fields.choice(path, given)? {
        pb::ParcelKind::Unspecified => None,
        pb::ParcelKind::HandOver => Some(ParcelKind::HandOver),
        pb::ParcelKind::Outcome => Some(ParcelKind::Outcome),
    }
}

pub(crate) fn kind(kind: ParcelKind) -> pb::ParcelKind {
    match kind {
        ParcelKind::HandOver => pb::ParcelKind::HandOver,
        ParcelKind::Outcome => pb::ParcelKind::Outcome,
    }
}

pub(crate) fn parcel(parcel: Parcel) -> pb::Parcel {
    pb::Parcel {
        kind: kind(parcel.kind).into(),
        dossier_id: parcel.dossier.to_string(),
        dossier_version: parcel.dossier_version,
        province_id: parcel.province.to_string(),
        manifest_sha256: parcel.manifest_sha256,
        document_size_bytes: parcel.document_bytes,
        size_bytes: parcel.bytes,
    }
}

/// The parcel that is meant.
pub(crate) fn read_parcel(fields: &mut Fields, path: &str, given: pb::Parcel) -> Option<Parcel> {
    let kind = read_kind(fields, &format!("{path}.kind"), given.kind);
    let dossier = fields.id(&format!("{path}.dossier_id"), &given.dossier_id);
    let province = fields.unit(&format!("{path}.province_id"), &given.province_id);
    let manifest: Option<Digest> = fields.value(format!("{path}.manifest_sha256"), given.manifest_sha256.parse());
    if given.document_size_bytes < 1 || given.size_bytes < given.document_size_bytes {
        let path = format!("{path}.document_size_bytes");
        fields.fault(
            path,
            "Văn bản nằm trong toàn bộ, và không rỗng.",
            "The document is a part of all, and not empty.",
        );
        return None;
    }
    Some(Parcel {
        kind: kind?,
        dossier: dossier?,
        dossier_version: given.dossier_version,
        province: province?,
        manifest_sha256: manifest?.to_string(),
        document_bytes: given.document_size_bytes,
        bytes: given.size_bytes,
    })
}

pub(crate) fn signed_receipt(receipt: SignedReceipt) -> pb::SignedCustodyReceipt {
    pb::SignedCustodyReceipt {
        kind: kind(receipt.kind).into(),
        dossier_version: receipt.dossier_version,
        message: receipt.message,
        signature: receipt.signature,
        received_at: Some(timestamp(receipt.received_at)),
    }
}

/// The receipt that is meant.
pub(crate) fn read_receipt(fields: &mut Fields, path: &str, given: pb::SignedCustodyReceipt) -> Option<SignedReceipt> {
    let kind = read_kind(fields, &format!("{path}.kind"), given.kind);
    let received_at = fields.message(&format!("{path}.received_at"), given.received_at)?;
    Some(SignedReceipt {
        kind: kind?,
        dossier_version: given.dossier_version,
        message: given.message,
        signature: given.signature,
        received_at: DateTime::from_timestamp(received_at.seconds, received_at.nanos.try_into().ok()?)?,
    })
}
