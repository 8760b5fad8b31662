//! Taking the bytes of an upload in, and making a file of it when they are all there.
//!
//! Bytes are collected to pieces. A piece is kept in the store first and committed in the database then: what is
//! committed is never lost, what is not is sent again. A call that is cut may therefore be cut anywhere. Two calls for
//! the same upload do each other no harm: whoever comes second with a piece is told where the upload stands.

use platform::blobs::{PART_BYTES, Part};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::file::{File, Glimpse, Upload, UploadId, UploadState};
use crate::error::Error;
use crate::{State, Work, events, policy, store};

/// A call that sends bytes.
type Call = platform::operation::Incoming<State, pb::UploadRequest>;

pub(crate) async fn upload(call: &mut Call) -> Result<Upload, Error> {
    let _place = call.service().blobs.place()?;
    let mut message = call.next().await?.unwrap_or_default();
    let id = parse(&message)?;
    let found = store::uploads::find(&call.view(), id).await?;
    let mut upload = policy::own_upload(found, id, call.view().person())?;
    if let UploadState::Complete { .. } = upload.state {
        return Ok(upload);
    }
    let mut piece = Piece::after(&upload);
    loop {
        upload.must_take(piece.end(), message.offset_bytes, message.data.len())?;
        for bytes in message.data.chunks(PART_BYTES) {
            if let Some(full) = piece.take(bytes) {
                upload = keep(call, upload, full).await?;
            }
        }
        message = match call.next().await? {
            Some(next) if next.upload_id.is_empty() || parse(&next)? == id => next,
            Some(_) => return Err(Error::NoSuchUpload { upload: id }),
            None => break,
        };
    }
    if let Some(rest) = piece.rest() {
        upload = keep(call, upload, rest).await?;
    }
    if upload.awaits_completion() { complete(call, upload).await } else { Ok(upload) }
}

fn parse(message: &pb::UploadRequest) -> Result<UploadId, Error> {
    let mut fields = Fields::new();
    let id = fields.id("upload_id", &message.upload_id);
    Ok(fields.finish((id,))?.0)
}

/// Bytes that are collected before they are kept.
struct Piece {
    start: i64,
    bytes: Vec<u8>,
}

impl Piece {
    fn after(upload: &Upload) -> Self {
        Self { start: upload.committed(), bytes: Vec::with_capacity(PART_BYTES) }
    }

    /// Place of the next byte in the file.
    fn end(&self) -> i64 {
        self.start + i64::try_from(self.bytes.len()).unwrap_or(i64::MAX)
    }

    /// Takes at most a piece's worth of bytes, and gives the piece that is full with them.
    fn take(&mut self, bytes: &[u8]) -> Option<Self> {
        let room = PART_BYTES - self.bytes.len();
        let (fits, over) = bytes.split_at(room.min(bytes.len()));
        self.bytes.extend_from_slice(fits);
        if self.bytes.len() < PART_BYTES {
            return None;
        }
        let mut next = Self { start: self.end(), bytes: Vec::with_capacity(PART_BYTES) };
        next.bytes.extend_from_slice(over);
        Some(std::mem::replace(self, next))
    }

    /// What is left at the end.
    fn rest(self) -> Option<Self> {
        if self.bytes.is_empty() { None } else { Some(self) }
    }
}

/// Keeps a piece and commits it.
async fn keep(call: &Call, upload: Upload, piece: Piece) -> Result<Upload, Error> {
    if piece.start == 0 {
        let mut glimpse = Glimpse::default();
        glimpse.see(&piece.bytes);
        if !glimpse.begins_as(upload.declaration.media_type) {
            return discard(call, &upload, Error::ContentOfOtherType).await;
        }
    }
    let blobs = call.service().blobs.clone();
    let part = Part { id: call.new_id(), bytes: piece.bytes.len() as u64 };
    blobs.keep_part(upload.id.into(), part.id, piece.bytes.into()).await?;
    let command = CommitPiece { upload: upload.id, start: piece.start, part };
    let upload = call.write(&command, commit_piece).await?;
    call.has_got_on();
    Ok(upload)
}

struct CommitPiece {
    upload: UploadId,
    start: i64,
    part: Part,
}

async fn commit_piece(work: &Work, command: &CommitPiece) -> Result<Upload, Error> {
    let bytes = usize::try_from(command.part.bytes).unwrap_or(usize::MAX);
    let upload = find_own(work, command.upload).await?.take(command.start, bytes, work.now())?;
    store::uploads::insert_part(work, upload.id, command.start, command.part).await?;
    store::uploads::save(work, &upload).await?;
    Ok(upload)
}

/// Makes a file of an upload whose bytes are all there, if they are what was declared.
async fn complete(call: &Call, upload: Upload) -> Result<Upload, Error> {
    let blobs = call.service().blobs.clone();
    let declaration = &upload.declaration;
    let parts = store::uploads::parts(&call.view(), upload.id).await?;
    let mut glimpse = Glimpse::default();
    let see = |bytes: &[u8]| {
        glimpse.see(bytes);
        call.has_got_on();
    };
    let assembly = blobs.assemble(upload.id.into(), &parts, declaration.sha256, see).await?;
    let fault = if assembly.digest() != declaration.sha256 {
        Some(Error::UploadHash { found: assembly.digest() })
    } else if !glimpse.is(declaration.media_type) {
        Some(Error::ContentOfOtherType)
    } else {
        None
    };
    if let Some(fault) = fault {
        assembly.discard().await?;
        return discard(call, &upload, fault).await;
    }
    call.write(&upload, claim_content).await?;
    assembly.keep().await?;
    call.has_got_on();
    let upload = call.write(&upload.id, complete_upload).await?;
    forget_parts(call, upload.id).await;
    Ok(upload)
}

async fn claim_content(work: &Work, upload: &Upload) -> Result<(), Error> {
    store::files::claim(work, &upload.declaration).await
}

async fn complete_upload(work: &Work, id: &UploadId) -> Result<Upload, Error> {
    let upload = find_own(work, *id).await?;
    if let UploadState::Complete { .. } = upload.state {
        return Ok(upload);
    }
    let file = File {
        id: work.new_id(),
        owner: upload.owner.clone(),
        declaration: upload.declaration.clone(),
        uploaded_by: work.person(),
        uploaded_at: work.now(),
    };
    let upload = upload.complete(file.id, work.now())?;
    store::files::insert(work, &file).await?;
    store::uploads::save(work, &upload).await?;
    events::file_uploaded(work, &file);
    Ok(upload)
}

/// Gives an upload up and refuses.
async fn discard<T>(call: &Call, upload: &Upload, refusal: Error) -> Result<T, Error> {
    call.write(&upload.id, discard_upload).await?;
    forget_parts(call, upload.id).await;
    Err(refusal)
}

async fn discard_upload(work: &Work, id: &UploadId) -> Result<(), Error> {
    let discarded = find_own(work, *id).await?.discard(work.now());
    store::uploads::save(work, &discarded).await
}

/// Forgets the pieces. Where the store does not answer they are left to the job that collects.
async fn forget_parts(call: &Call, upload: UploadId) {
    if let Err(error) = call.service().blobs.forget_parts(upload.into()).await {
        tracing::warn!(%error, upload.id = %upload, "pieces of an upload are left for later");
    }
}

async fn find_own(work: &Work, id: UploadId) -> Result<Upload, Error> {
    policy::own_upload(store::uploads::find(work, id).await?, id, work.person())
}
