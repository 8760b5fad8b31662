//! What is asked of this installation's evaluation about dossiers that go between installations.
//!
//! Reporting carries parcels and keeps nothing of what they hold: it reads a part, or brings one, and forgets it.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::error::{Error as Platform, ErrorReason};
use platform::ids::{Ids, RawId};
use platform::rpc::{Transport, peer_error};
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::parcel_service_client::ParcelServiceClient;
use tonic::{Status, Streaming};
use tonic_types::StatusExt as _;

use crate::domain::link::Hash;
use crate::domain::link::parcel::{PART_BYTES, Parcel, ParcelHeader, ParcelKind, ParcelReceipt};
use crate::domain::link::record::SignedBytes;
use crate::domain::link::submission::Refusal;
use crate::error::Error;
use crate::wire::parcels::{evaluations_kind, evaluations_parcel};

const EVALUATION: &str = "evaluation";

/// This installation's evaluation.
pub(crate) struct Evaluation(ParcelServiceClient<Transport>);

/// What became of a parcel whose parts are all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The dossier stands here.
    Whole,
    /// Some of its files are still to be made.
    InPart,
    /// Parts were let go; they are to come once more.
    PartsGone,
    /// It is not taken in.
    Refused(Refusal),
}

/// The parts of a parcel as they are read, one after the other.
pub(crate) struct Parts {
    stream: Streaming<pb::ReadParcelResponse>,
    pending: Vec<u8>,
}

impl Evaluation {
    pub(crate) fn new(road: Transport) -> Self {
        Self(ParcelServiceClient::new(road))
    }

    /// The dossiers of a province that are to be sent.
    pub(crate) async fn waiting(&self, kind: ParcelKind, province: &UnitId) -> Result<Vec<String>, Platform> {
        let kind = evaluations_kind(kind).into();
        let request = pb::ListWaitingParcelsRequest { kind, province_id: province.to_string() };
        let answer = self.0.clone().list_waiting_parcels(request).await.map_err(refusal)?;
        Ok(answer.into_inner().dossier_ids)
    }

    /// Seals the parcel of a dossier, or finds the one that was sealed.
    pub(crate) async fn seal(&self, kind: ParcelKind, dossier_id: String, now: Moment) -> Result<pb::Parcel, Platform> {
        let kind = evaluations_kind(kind).into();
        let request = pb::SealParcelRequest { request_id: request_id(now), kind, dossier_id };
        let answer = self.0.clone().seal_parcel(request).await.map_err(refusal)?;
        answer.into_inner().parcel.ok_or_else(|| Platform::internal("evaluation sealed nothing"))
    }

    /// The head of a sealed parcel: all of it is read once, and the hash of each part kept.
    pub(crate) async fn head(
        &self,
        kind: ParcelKind,
        province: &UnitId,
        sealed: &pb::Parcel,
        now: Moment,
    ) -> Result<ParcelHeader, Platform> {
        let dossier: RawId = sealed.dossier_id.parse().map_err(Platform::internal)?;
        let mut stream = self.parts(dossier, sealed.dossier_version, 0).await?;
        let mut parts = Vec::new();
        while let Some(part) = stream.next().await? {
            parts.push(Hash::of(&part));
        }
        let manifest = Hash::written(&sealed.manifest_sha256);
        let header = ParcelHeader {
            kind,
            province: province.clone(),
            dossier,
            dossier_version: sealed.dossier_version,
            manifest: manifest.ok_or_else(|| Platform::internal("evaluation names no manifest"))?,
            made_at: now,
            document_bytes: sealed.document_size_bytes,
            bytes: sealed.size_bytes,
            parts,
        };
        if header.is_sound() { Ok(header) } else { Err(Platform::internal("a sealed parcel is not of its size")) }
    }

    /// The parts of a sealed parcel from a number on.
    pub(crate) async fn parts(&self, dossier: RawId, dossier_version: i64, from: i32) -> Result<Parts, Platform> {
        let part = i64::try_from(PART_BYTES).expect("a part is small");
        let offset_bytes = i64::from(from) * part;
        let request = pb::ReadParcelRequest { dossier_id: dossier.to_string(), dossier_version, offset_bytes };
        let stream = self.0.clone().read_parcel(request).await.map_err(refusal)?.into_inner();
        Ok(Parts { stream, pending: Vec::new() })
    }

    /// Brings a part that came from the other installation.
    pub(crate) async fn bring(&self, part: Vec<u8>, now: Moment) -> Result<(), Platform> {
        let request = pb::KeepParcelPartRequest { request_id: request_id(now), data: part.into() };
        self.0.clone().keep_parcel_part(request).await.map_err(refusal)?;
        Ok(())
    }

    /// Has the next file made of the parts; with the last one, the dossier.
    pub(crate) async fn take_in(&self, header: &ParcelHeader, now: Moment) -> Result<Taken, Platform> {
        let request = pb::TakeInParcelRequest {
            request_id: request_id(now),
            parcel: Some(evaluations_parcel(header)),
            part_sha256: header.parts.iter().map(|part| part.0.to_vec()).collect(),
        };
        match self.0.clone().take_in_parcel(request).await {
            Ok(answer) if answer.get_ref().remaining_file_count == 0 => Ok(Taken::Whole),
            Ok(_) => Ok(Taken::InPart),
            Err(status) => refused(&status).ok_or_else(|| refusal(status)),
        }
    }

    /// Brings what the other installation signed for a parcel.
    pub(crate) async fn keep_receipt(
        &self,
        parcel: &Parcel,
        signed: &SignedBytes,
        receipt: &ParcelReceipt,
        now: Moment,
    ) -> Result<(), Platform> {
        let receipt = pb::SignedCustodyReceipt {
            kind: evaluations_kind(parcel.kind).into(),
            dossier_version: parcel.dossier_version,
            message: signed.message.clone(),
            signature: signed.signature.clone(),
            received_at: Some(timestamp(receipt.received_at)),
        };
        let dossier_id = parcel.dossier.to_string();
        let request = pb::KeepCustodyReceiptRequest { request_id: request_id(now), dossier_id, receipt: Some(receipt) };
        self.0.clone().keep_custody_receipt(request).await.map_err(refusal)?;
        Ok(())
    }
}

impl Parts {
    /// The next part; none after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, Platform> {
        while self.pending.len() < PART_BYTES {
            match self.stream.message().await.map_err(refusal)? {
                Some(message) => self.pending.extend_from_slice(&message.data),
                None => break,
            }
        }
        let rest = self.pending.split_off(self.pending.len().min(PART_BYTES));
        let part = std::mem::replace(&mut self.pending, rest);
        Ok(Some(part).filter(|part| !part.is_empty()))
    }
}

/// What evaluation's refusal means for a parcel; none if it says nothing about it.
fn refused(status: &Status) -> Option<Taken> {
    let told = status.get_details_error_info()?.reason;
    Some(match ErrorReason::from_str_name(&format!("ERROR_REASON_{told}"))? {
        ErrorReason::ParcelPartMissing => Taken::PartsGone,
        ErrorReason::ParcelAltered | ErrorReason::CustodyBroken => Taken::Refused(Refusal::Altered),
        ErrorReason::ParcelForeign => Taken::Refused(Refusal::Foreign),
        ErrorReason::ParcelUnfitting => Taken::Refused(Refusal::OutOfOrder),
        ErrorReason::FieldsInvalid | ErrorReason::ParcelTooLarge => Taken::Refused(Refusal::Malformed),
        _ => return None,
    })
}

fn refusal(status: Status) -> Platform {
    peer_error(EVALUATION, status)
}

/// A new identity of a request: evaluation knows by the dossier what it did before.
fn request_id(now: Moment) -> String {
    Ids::random().next(now).to_string()
}

/// A part that is not what the head says is not passed on.
pub(crate) fn must_be_part(header: &ParcelHeader, number: i32, data: &[u8]) -> Result<(), Error> {
    if header.has_part(number, data) { Ok(()) } else { Err(Error::SubmissionAltered) }
}
