//! Sealing a dossier to be sent to another installation: what it holds is written down, and nobody works on it here any
//! more.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::minutes::minutes_must_be_signed;
use super::recount::result_must_hold;
use super::transfer_dossier::parts;
use crate::domain::custody::Custody;
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::file::File;
use crate::domain::parcel::{Parcel, ParcelKind};
use crate::error::Error;
use crate::store::parcels::{Contents, KeptParcel};
use crate::{Work, events, policy, store, wire};

pub(crate) struct SealParcel {
    kind: ParcelKind,
    dossier: DossierId,
}

impl SealParcel {
    pub(crate) fn parse(message: pb::SealParcelRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let kind = wire::parcels::read_kind(&mut fields, "kind", message.kind);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (kind, dossier) = fields.finish((kind, dossier))?;
        Ok(Self { kind, dossier })
    }
}

pub(crate) async fn seal_parcel(work: &Work, command: &SealParcel) -> Result<Parcel, Error> {
    policy::must_be_reporting(work)?;
    let SealParcel { kind, dossier: id } = *command;
    let dossier = store::dossiers::find(work, id).await?.ok_or(Error::NoSuchDossier { dossier: id })?;
    if let Some(kept) = store::parcels::find(work, id, dossier.version).await?
        && kept.parcel.kind == kind
    {
        return Ok(kept.parcel);
    }
    let sealed = dossier.sealed(kind)?;
    let custody = store::custody::last(work, id).await?.ok_or(Error::NoParcel { dossier: id })?;
    let contents = match kind {
        ParcelKind::HandOver => handed_over(work, &sealed, &custody).await?,
        ParcelKind::Outcome => outcome(work, &sealed).await?,
    };
    let document = contents.document();
    let files = contents.files().ok_or(Error::ParcelAltered { dossier: id })?;
    let document_bytes = i64::try_from(document.len()).unwrap_or(i64::MAX);
    let parcel = Parcel {
        kind,
        dossier: id,
        dossier_version: sealed.version,
        province: sealed.province.clone(),
        manifest_sha256: custody.manifest_sha256,
        document_bytes,
        bytes: document_bytes.saturating_add(files.iter().map(|file: &File| file.declaration.bytes).sum()),
    };
    parcel.must_fit()?;
    let kept = KeptParcel { parcel, document };
    store::parcels::insert(work, &kept, true).await?;
    store::dossiers::lies(work, &sealed).await?;
    events::parcel_sealed(work, &kept.parcel);
    Ok(kept.parcel)
}

/// The whole dossier, if every part is still as it was handed over.
async fn handed_over(work: &Work, dossier: &Dossier, custody: &Custody) -> Result<Contents, Error> {
    custody.must_match(&parts(work, dossier.id, dossier.frozen_version).await?)?;
    // The session that the dossier was handed over after: its minutes go along.
    let session = store::sessions::last_of_dossier(work, dossier.id).await?;
    Contents::of(work, ParcelKind::HandOver, dossier.id, session).await
}

/// What came of a dossier that a province's installation sent, if its result still holds.
async fn outcome(work: &Work, dossier: &Dossier) -> Result<Contents, Error> {
    let came = store::parcels::last_received(work, ParcelKind::HandOver, dossier.id).await?;
    came.ok_or(Error::NoParcel { dossier: dossier.id })?;
    result_must_hold(work, dossier).await?;
    minutes_must_be_signed(work, dossier, "dossier_id").await?;
    Contents::of(work, ParcelKind::Outcome, dossier.id, dossier.state.session()).await
}
