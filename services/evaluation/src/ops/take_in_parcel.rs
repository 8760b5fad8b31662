//! Taking in a dossier that came from another installation: its files are made of the parts that were kept, one a call,
//! and with the last of them the dossier is there.

use platform::blobs::{BlobError, Blobs, Digest, Part, ledger};
use platform::fields::Fields;
use platform::ids::Ids;
use proto::evaluation::v1 as pb;

use super::transfer_dossier::parts;
use crate::domain::certificate::Certificate;
use crate::domain::custody::manifest_sha256;
use crate::domain::dossier::{Action, Dossier, Step};
use crate::domain::file::File;
use crate::domain::parcel::{PART_BYTES, Parcel, ParcelKind};
use crate::error::Error;
use crate::store::parcels::{Contents, KeptParcel};
use crate::{View, Work, events, policy, store, wire};

pub(crate) struct TakeInParcel {
    parcel: Parcel,
    parts: Vec<Digest>,
}

/// A parcel whose document was read, and what was made of its files.
pub(crate) struct Prepared {
    kept: KeptParcel,
    contents: Contents,
    files: Vec<File>,
    /// Number of files that are still to be made.
    remaining: i32,
}

impl TakeInParcel {
    pub(crate) fn parse(message: pb::TakeInParcelRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let parcel = fields.message("parcel", message.parcel);
        let parcel = parcel.and_then(|parcel| wire::parcels::read_parcel(&mut fields, "parcel", parcel));
        let parts: Option<Vec<_>> = message.part_sha256.iter().map(|part| Digest::of_bytes(part)).collect();
        if parts.is_none() {
            fields.fault("part_sha256", "Mỗi SHA-256 có 32 byte.", "A SHA-256 has 32 bytes.");
        }
        let (parcel, parts) = fields.finish((parcel, parts))?;
        parcel.must_fit()?;
        Ok(Self { parcel, parts })
    }
}

/// Reads the document, and makes the next file that is missing.
pub(crate) async fn prepare(view: &View, command: &TakeInParcel) -> Result<Prepared, Error> {
    policy::must_be_reporting(view)?;
    let parcel = &command.parcel;
    let altered = || Error::ParcelAltered { dossier: parcel.dossier };
    let sent = Sent { blobs: &view.service().blobs, parts: &command.parts };
    let document = sent.document(parcel.document_bytes).await?;
    let contents = Contents::read(&document).filter(Contents::is_of_one_dossier).ok_or_else(altered)?;
    let files = contents.files().ok_or_else(altered)?;
    let total: i64 = files.iter().map(|file| file.declaration.bytes).sum();
    if parcel.document_bytes.saturating_add(total) != parcel.bytes {
        return Err(altered());
    }
    let mut missing = Vec::new();
    let mut begins = parcel.document_bytes;
    for file in &files {
        if !sent.is_there(file).await? {
            missing.push((file, begins));
        }
        begins += file.declaration.bytes;
    }
    if let Some((file, begins)) = missing.first() {
        sent.make(view, file, *begins).await?.ok_or_else(altered)?;
    }
    let remaining = i32::try_from(missing.len().saturating_sub(1)).unwrap_or(i32::MAX);
    Ok(Prepared { kept: KeptParcel { parcel: parcel.clone(), document }, contents, files, remaining })
}

/// The parts of a parcel that were kept.
struct Sent<'s> {
    blobs: &'s Blobs,
    parts: &'s [Digest],
}

impl Sent<'_> {
    /// The document, which the parcel begins with.
    async fn document(&self, bytes: i64) -> Result<Vec<u8>, Error> {
        let bytes = usize::try_from(bytes).unwrap_or_default();
        let mut document = Vec::with_capacity(bytes);
        for number in 0..bytes.div_ceil(PART_BYTES) {
            document.extend(self.part(number).await?);
        }
        document.truncate(bytes);
        Ok(document)
    }

    async fn part(&self, number: usize) -> Result<Vec<u8>, Error> {
        let fault = |error| match error {
            BlobError::Store(error) => error.into(),
            BlobError::Missing | BlobError::Damaged => Error::ParcelPartMissing { number },
        };
        let name = self.parts.get(number).ok_or(Error::ParcelPartMissing { number })?;
        let mut reader = self.blobs.read(*name, 0).await.map_err(fault)?;
        let mut part = Vec::new();
        while let Some(bytes) = reader.next().await.map_err(fault)? {
            part.extend_from_slice(&bytes);
        }
        Ok(part)
    }

    async fn is_there(&self, file: &File) -> Result<bool, Error> {
        match self.blobs.read(file.declaration.sha256, 0).await {
            Ok(_) => Ok(true),
            Err(BlobError::Missing) => Ok(false),
            Err(BlobError::Store(error)) => Err(error.into()),
            Err(BlobError::Damaged) => Err(Error::FileDamaged { file: file.id }),
        }
    }

    /// Makes the content of a file that begins at a place; none if it is not what the document says.
    async fn make(&self, view: &View, file: &File, begins: i64) -> Result<Option<()>, Error> {
        let declaration = &file.declaration;
        let place = |at: i64| usize::try_from(at).unwrap_or_default();
        let (begins, ends) = (place(begins), place(begins + declaration.bytes));
        let mut pieces = Vec::new();
        for number in begins / PART_BYTES..ends.div_ceil(PART_BYTES) {
            let part = self.part(number).await?;
            let start = number * PART_BYTES;
            let (from, to) = (begins.saturating_sub(start), (ends - start).min(part.len()));
            let bytes = part.get(from..to).ok_or(Error::ParcelPartMissing { number })?;
            let piece = Part { id: Ids::random().next(view.now()), bytes: bytes.len() as u64 };
            self.blobs.keep_part(file.id.into(), piece.id, bytes.to_vec().into()).await?;
            pieces.push(piece);
        }
        let assembly = self.blobs.assemble(file.id.into(), &pieces, declaration.sha256, |_| {}).await?;
        let right = assembly.digest() == declaration.sha256;
        if right {
            assembly.keep().await?;
        } else {
            assembly.discard().await?;
        }
        self.blobs.let_parts_go(file.id.into()).await;
        Ok(right.then_some(()))
    }
}

/// Claims the contents, and takes the dossier in if all are there. Returns how many files remain.
pub(crate) async fn take_in_parcel(work: &Work, prepared: &Prepared) -> Result<i32, Error> {
    let Prepared { kept, contents, files, remaining } = prepared;
    for file in files {
        let declaration = &file.declaration;
        if !ledger::claim(work, declaration.sha256, declaration.bytes, work.now()).await? {
            return Err(Error::ContentGoing);
        }
    }
    if *remaining == 0 {
        take_in(work, kept, contents).await?;
    }
    Ok(*remaining)
}

async fn take_in(work: &Work, kept: &KeptParcel, contents: &Contents) -> Result<(), Error> {
    let parcel = &kept.parcel;
    if let Some(before) = store::parcels::find(work, parcel.dossier, parcel.dossier_version).await? {
        // It came before: the other side's receipt got lost.
        return if before == *kept { Ok(()) } else { Err(Error::ParcelUnfitting { dossier: parcel.dossier }) };
    }
    let before = store::dossiers::find(work, parcel.dossier).await?;
    let dossier = arrived(work, parcel, contents, before.as_ref())?;
    let new = contents.keep(work, &dossier).await?;
    let issuer_is_right = |issuer: &platform::access::UnitId| match parcel.kind {
        ParcelKind::HandOver => *issuer == parcel.province,
        ParcelKind::Outcome => issuer.is_country(),
    };
    if !new.iter().all(|certificate| issuer_is_right(&certificate.number.issuer)) {
        return Err(Error::ParcelForeign { dossier: dossier.id });
    }
    let custody =
        store::custody::last(work, dossier.id).await?.ok_or(Error::NoCustodyReceipt { dossier: dossier.id })?;
    match parcel.kind {
        ParcelKind::HandOver => {
            let found = parts(work, dossier.id, dossier.frozen_version).await?;
            custody.must_match(&found)?;
            if manifest_sha256(&found) != parcel.manifest_sha256 {
                return Err(Error::ParcelAltered { dossier: dossier.id });
            }
            events::dossier_handed_over(work, &dossier, &custody);
        }
        ParcelKind::Outcome => {
            if custody.manifest_sha256 != parcel.manifest_sha256 {
                return Err(Error::ParcelUnfitting { dossier: dossier.id });
            }
            events::dossier_moved(work, &dossier);
            for certificate in &new {
                tell_issued(work, certificate).await?;
            }
        }
    }
    Ok(store::parcels::insert(work, kept, false).await?)
}

/// Tells of a certificate that the ministry issued, and what it replaces.
async fn tell_issued(work: &Work, certificate: &Certificate) -> Result<(), Error> {
    events::certificate_issued(work, certificate);
    let registered = store::certificates::find(work, certificate.id).await?;
    let registered = registered.ok_or(Error::NoSuchCertificate { certificate: certificate.id })?;
    if let Some(replaced) = &registered.replaces {
        let ended = store::certificates::first_issued(work, replaced.certificate).await?;
        events::certificate_replaced(work, &registered, ended);
    }
    Ok(())
}

/// The dossier as it stands here from now on, if it is what the other side signed and follows on what stood here.
fn arrived(work: &Work, parcel: &Parcel, contents: &Contents, before: Option<&Dossier>) -> Result<Dossier, Error> {
    let altered = || Error::ParcelAltered { dossier: parcel.dossier };
    let dossier = contents.dossier().ok_or_else(altered)?;
    let custody = contents.custody().ok_or_else(altered)?;
    if (dossier.id, dossier.version) != (parcel.dossier, parcel.dossier_version)
        || custody.manifest_sha256 != parcel.manifest_sha256
    {
        return Err(altered());
    }
    let within = work.authority().units().contains(&parcel.province, &dossier.product.unit, work.today());
    if dossier.province != parcel.province || !within {
        return Err(Error::ParcelForeign { dossier: dossier.id });
    }
    let step = before.map(|before| Step {
        action: if dossier.state.star().is_some() { Action::CloseScoring } else { Action::Certify },
        from: before.state.name(),
        turn_before: before.turn(),
        note: String::new(),
    });
    let dossier = dossier.arrived(parcel.kind, before)?;
    Ok(Dossier { step, ..dossier })
}
