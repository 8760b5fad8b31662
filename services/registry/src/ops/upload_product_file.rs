//! Taking the bytes of a product's file in, and making a file of them when they are all there.
//!
//! A piece is kept in the store first and committed in the database then: what is committed is never lost, what is not is
//! sent again. A call that is cut may therefore be cut anywhere. When all is there, the pieces are put together and looked
//! at, thumbnails are made, and all contents are kept before one transaction says that there is a file.

use bytes::Bytes;
use platform::blobs::{Assembly, Glimpse, MediaType, Part, Piece, Pieces, UploadState, ledger};
use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::registry::v1 as pb;
use tokio::sync::OwnedSemaphorePermit;

use super::begin_product_file::must_be_wanted;
use crate::domain::product_file::picture::{MOST_MEGAPIXELS, Thumbnails, Undecodable, thumbnails};
use crate::domain::product_file::{Content, Picture, ProductFile, Said, Upload, UploadId};
use crate::error::Error;
use crate::{State, Work, events, policy, store};

/// A call that sends bytes.
type Call = platform::operation::Incoming<State, pb::UploadProductFileRequest>;

pub(crate) async fn upload_product_file(call: &mut Call) -> Result<Upload, Error> {
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

fn parse(message: &pb::UploadProductFileRequest) -> Result<UploadId, Error> {
    let mut fields = Fields::new();
    let id = fields.id("upload_id", &message.upload_id);
    Ok(fields.finish((id,))?.0)
}

/// Refuses a message of another upload, or whose bytes do not follow.
fn must_take(upload: &Upload, next: i64, message: &pb::UploadProductFileRequest) -> Result<(), Error> {
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
        if !upload.declaration.purpose.media_types().iter().any(|media_type| glimpse.begins_as(*media_type)) {
            return discard(call, &upload, not_taken(&upload)).await;
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

/// What an upload's bytes came to, to be kept.
struct Finished {
    assembly: Assembly,
    media_type: MediaType,
    thumbnails: Option<Thumbnails>,
}

/// Makes a file of an upload whose bytes are all there, if they are what was declared.
async fn complete(call: &Call, upload: Upload) -> Result<Upload, Error> {
    // One picture at a time is in memory, whoever else waits.
    let turn = call.service().pictures.clone().acquire_owned().await.map_err(Platform::internal)?;
    call.has_got_on();
    let finished = finish(call, &upload, turn).await?;
    let picture = finished.thumbnails.as_ref().map(picture_of);
    let command = Completion { upload: upload.id, media_type: finished.media_type, picture };
    call.write(&(&upload, picture), claim_contents).await?;
    finished.assembly.keep().await?;
    if let Some(Thumbnails { large, small, .. }) = finished.thumbnails {
        for thumbnail in [large, small] {
            call.service().blobs.keep(Bytes::from(thumbnail)).await?;
        }
    }
    call.has_got_on();
    let upload = call.write(&command, complete_upload).await?;
    call.service().blobs.let_parts_go(upload.id.into()).await;
    Ok(upload)
}

/// Puts the pieces together and looks at what they are. What is refused here is discarded.
async fn finish(call: &Call, upload: &Upload, turn: OwnedSemaphorePermit) -> Result<Finished, Error> {
    let parts = ledger::parts(&call.view(), upload.id.into()).await?;
    let declared = upload.declaration.sha256;
    let mut glimpse = Glimpse::default();
    let mut content = Vec::with_capacity(usize::try_from(upload.declaration.bytes).unwrap_or_default());
    let see = |bytes: &[u8]| {
        glimpse.see(bytes);
        content.extend_from_slice(bytes);
        call.has_got_on();
    };
    let assembly = call.service().blobs.assemble(upload.id.into(), &parts, declared, see).await?;
    let looked_at = if assembly.digest() == declared {
        look_at(upload, &glimpse, content, turn).await
    } else {
        Err(Error::UploadHash { found: assembly.digest() })
    };
    match looked_at {
        Ok((media_type, thumbnails)) => Ok(Finished { assembly, media_type, thumbnails }),
        Err(fault) => {
            assembly.discard().await?;
            discard(call, upload, fault).await
        }
    }
}

/// What a content is, with thumbnails if it is a picture.
async fn look_at(
    upload: &Upload,
    glimpse: &Glimpse,
    content: Vec<u8>,
    turn: OwnedSemaphorePermit,
) -> Result<(MediaType, Option<Thumbnails>), Error> {
    let mut taken = upload.declaration.purpose.media_types().iter().copied();
    let media_type = taken.find(|media_type| glimpse.is_only(*media_type)).ok_or_else(|| not_taken(upload))?;
    if media_type == MediaType::Pdf {
        return Ok((media_type, None));
    }
    let make = move || {
        let made = thumbnails(&content, media_type);
        // Whoever hung up meanwhile: the next one's turn begins when this picture is no longer in memory.
        drop((content, turn));
        made
    };
    match tokio::task::spawn_blocking(make).await {
        Ok(Ok(made)) => Ok((media_type, Some(made))),
        Ok(Err(Undecodable::TooLarge)) => Err(Error::PictureTooLarge { most_megapixels: MOST_MEGAPIXELS }),
        Ok(Err(Undecodable::Broken)) => Err(Error::PictureUnreadable),
        Err(panicked) => {
            tracing::error!(error = %panicked, upload.id = %upload.id, "a decoder of pictures gave up");
            Err(Error::PictureUnreadable)
        }
    }
}

fn not_taken(upload: &Upload) -> Error {
    Error::ContentNotTaken { endings: upload.declaration.purpose.endings() }
}

fn picture_of(made: &Thumbnails) -> Picture {
    let pixels = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    Picture {
        width: pixels(made.width),
        height: pixels(made.height),
        large: Content::of(&made.large),
        small: Content::of(&made.small),
    }
}

async fn claim_contents(work: &Work, claimed: &(&Upload, Option<Picture>)) -> Result<(), Error> {
    let (upload, picture) = claimed;
    let original = Content { sha256: upload.declaration.sha256, bytes: upload.declaration.bytes };
    let thumbnails = picture.iter().flat_map(|picture| [picture.large, picture.small]);
    for content in std::iter::once(original).chain(thumbnails) {
        if !ledger::claim(work, content.sha256, content.bytes, work.now()).await? {
            return Err(Error::ContentGoing);
        }
    }
    Ok(())
}

struct Completion {
    upload: UploadId,
    media_type: MediaType,
    picture: Option<Picture>,
}

async fn complete_upload(work: &Work, command: &Completion) -> Result<Upload, Error> {
    let upload = find_own(work, command.upload).await?;
    if let UploadState::Complete { .. } = upload.state {
        return Ok(upload);
    }
    let before = must_be_wanted(work, &upload.declaration).await?;
    let file = ProductFile {
        id: work.new_id(),
        declaration: upload.declaration.clone(),
        media_type: command.media_type,
        picture: command.picture,
        caption: Said::default(),
        alt_text: Said::default(),
        place: i32::try_from(before).unwrap_or(i32::MAX - 1) + 1,
        added_by: work.person(),
        added_at: work.now(),
        version: 1,
    };
    let upload = upload.complete(file.id, work.now())?;
    store::product_files::insert(work, &file).await?;
    store::uploads::save(work, &upload).await?;
    events::product_files::added(work, &file);
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
