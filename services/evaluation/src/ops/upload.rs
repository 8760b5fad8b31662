//! Taking the bytes of an upload in, and making a file of it when they are all there.
//!
//! Bytes are collected to pieces. A piece is kept in the store first and committed in the database then: what is
//! committed is never lost, what is not is sent again. A call that is cut may therefore be cut anywhere. Two calls for
//! the same upload do each other no harm: whoever comes second with a piece is told where the upload stands.

use platform::blobs::{Glimpse, Part, Piece, Pieces, UploadState, ledger};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::file::{File, Upload, UploadId};
use crate::error::Error;
use crate::{State, Work, events, policy, store};

/// A call that sends bytes.
type Call = platform::operation::Incoming<State, pb::UploadRequest>;

pub(crate) async fn upload(call: &mut Call) -> Result<Upload, Error> {
    let _place = call.service().blobs.place()?;
    let first = call.next().await?.unwrap_or_default();
    let id = parse(&first)?;
    let found = store::uploads::find(&call.view(), id).await?;
    let mut upload = policy::own_upload(found, id, call.view().person())?;
    if let UploadState::Complete { .. } = upload.state {
        return Ok(upload);
    }
    let mut pieces = Pieces::after(upload.committed(), first, |message| &message.data);
    while let Some(piece) = pieces.next(call, |next, message| must_take(&upload, next, message)).await? {
        upload = keep(call, upload, piece).await?;
    }
    if upload.awaits_completion() { complete(call, upload).await } else { Ok(upload) }
}

fn parse(message: &pb::UploadRequest) -> Result<UploadId, Error> {
    let mut fields = Fields::new();
    let id = fields.id("upload_id", &message.upload_id);
    Ok(fields.finish((id,))?.0)
}

/// Refuses a message of another upload, or whose bytes do not follow.
fn must_take(upload: &Upload, next: i64, message: &pb::UploadRequest) -> Result<(), Error> {
    if !message.upload_id.is_empty() && parse(message)? != upload.id {
        return Err(Error::NoSuchUpload { upload: upload.id });
    }
    upload.must_take(next, message.offset_bytes, message.data.len())
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
    ledger::insert_part(work, upload.id.into(), command.start, command.part).await?;
    store::uploads::save(work, &upload).await?;
    Ok(upload)
}

/// Makes a file of an upload whose bytes are all there, if they are what was declared.
async fn complete(call: &Call, upload: Upload) -> Result<Upload, Error> {
    let blobs = call.service().blobs.clone();
    let declaration = &upload.declaration;
    let parts = ledger::parts(&call.view(), upload.id.into()).await?;
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
    call.service().blobs.let_parts_go(upload.id.into()).await;
    Ok(upload)
}

async fn claim_content(work: &Work, upload: &Upload) -> Result<(), Error> {
    let declaration = &upload.declaration;
    let claimed = ledger::claim(work, declaration.sha256, declaration.bytes, work.now()).await?;
    if claimed { Ok(()) } else { Err(Error::ContentGoing) }
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
    call.service().blobs.let_parts_go(upload.id.into()).await;
    Err(refusal)
}

async fn discard_upload(work: &Work, id: &UploadId) -> Result<(), Error> {
    let discarded = find_own(work, *id).await?.discard(work.now());
    store::uploads::save(work, &discarded).await
}

async fn find_own(work: &Work, id: UploadId) -> Result<Upload, Error> {
    policy::own_upload(store::uploads::find(work, id).await?, id, work.person())
}
