//! Files: what may be one, whose it is, and how far an upload has come.

use platform::access::UnitId;
use platform::blobs::{Digest, FileName, MediaType, UploadFault, UploadState};
use platform::clock::Moment;
use platform::ids::PersonId;

use super::dossier::ProducerId;
use crate::error::Error;

platform::id_type! {
    /// Identity of an upload.
    UploadId
}

platform::id_type! {
    /// Identity of a file.
    FileId
}

/// Most bytes of a file: hundreds of pages scanned in colour, or some minutes of film.
pub(crate) const MOST_FILE_BYTES: i64 = 256 * 1024 * 1024;

/// What one owner may keep, uploads under way counted at their declared size.
pub(crate) const MOST_OWNED_BYTES: i64 = 10 * 1024 * 1024 * 1024;

/// Most uploads that one owner has under way.
pub(crate) const MOST_OPEN_UPLOADS: usize = 100;

/// Media types of files that are taken.
const TAKEN: [MediaType; 7] = [
    MediaType::Pdf,
    MediaType::Jpeg,
    MediaType::Png,
    MediaType::Tiff,
    MediaType::Word,
    MediaType::Excel,
    MediaType::Mp4,
];

/// The type of a name, if such files are taken.
pub(crate) fn taken(name: &str) -> Option<MediaType> {
    MediaType::named(name).filter(|media_type| TAKEN.contains(media_type))
}

/// Whose a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The producer whose paper it is; none for a document of an authority.
    pub(crate) producer: Option<ProducerId>,
    /// The authority's unit, or the producer's commune when it was uploaded.
    pub(crate) unit: UnitId,
}

/// What a file is to be, told before its first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) name: FileName,
    pub(crate) media_type: MediaType,
    pub(crate) bytes: i64,
    pub(crate) sha256: Digest,
}

impl Declaration {
    /// Refuses what no file may be.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.bytes > MOST_FILE_BYTES {
            return Err(Error::FileTooLarge { bytes: self.bytes, most: MOST_FILE_BYTES });
        }
        if !self.name.ends_as(self.media_type) {
            return Err(Error::FileNameOfOtherType { ending: self.media_type.endings()[0] });
        }
        Ok(())
    }
}

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) id: UploadId,
    pub(crate) owner: Owner,
    pub(crate) declaration: Declaration,
    pub(crate) state: UploadState<FileId>,
    pub(crate) begun_by: PersonId,
    pub(crate) begun_at: Moment,
    pub(crate) updated_at: Moment,
}

impl Upload {
    /// Bytes that are kept whatever happens.
    pub(crate) fn committed(&self) -> i64 {
        self.state.committed(self.declaration.bytes)
    }

    /// True if all its bytes are there, and nothing was made of them yet.
    pub(crate) fn awaits_completion(&self) -> bool {
        self.state.awaits_completion(self.declaration.bytes)
    }

    /// Refuses bytes that it cannot take: `next` is the place of the first byte that did not come yet.
    pub(crate) fn must_take(&self, next: i64, offset: i64, bytes: usize) -> Result<(), Error> {
        let taken = self.state.must_take(self.declaration.bytes, next, offset, bytes);
        taken.map_err(|fault| refusal(self.id, fault))
    }

    /// Some more bytes are kept.
    pub(crate) fn take(self, offset: i64, bytes: usize, now: Moment) -> Result<Self, Error> {
        let state = self.state.take(self.declaration.bytes, offset, bytes).map_err(|fault| refusal(self.id, fault))?;
        Ok(Self { state, updated_at: now, ..self })
    }

    /// It becomes a file. Who comes second finds the file of the first.
    pub(crate) fn complete(self, file: FileId, now: Moment) -> Result<Self, Error> {
        let state = self.state.complete(self.declaration.bytes, file).map_err(|fault| refusal(self.id, fault))?;
        Ok(Self { state, updated_at: now, ..self })
    }

    /// It is given up, unless it became a file meanwhile.
    pub(crate) fn discard(self, now: Moment) -> Self {
        Self { state: self.state.discard(), updated_at: now, ..self }
    }
}

fn refusal(upload: UploadId, fault: UploadFault) -> Error {
    match fault {
        UploadFault::Discarded => Error::UploadDiscarded { upload },
        UploadFault::Offset { committed } => Error::UploadOffset { upload, committed },
        UploadFault::TooLong { declared } => Error::UploadTooLong { declared },
    }
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) id: FileId,
    pub(crate) owner: Owner,
    pub(crate) declaration: Declaration,
    pub(crate) uploaded_by: PersonId,
    pub(crate) uploaded_at: Moment,
}

/// What an owner has: files kept, and uploads under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) bytes: i64,
    pub(crate) open_uploads: usize,
}

impl Holding {
    /// Refuses one more upload where there is no room for it.
    pub(crate) fn must_have_room_for(self, bytes: i64) -> Result<(), Error> {
        if self.bytes + bytes > MOST_OWNED_BYTES || self.open_uploads >= MOST_OPEN_UPLOADS {
            return Err(Error::FileQuota {
                held: self.bytes,
                most: MOST_OWNED_BYTES,
                open: self.open_uploads,
                most_open: MOST_OPEN_UPLOADS,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_keeps_so_much_and_no_more() {
        let full = Holding { bytes: MOST_OWNED_BYTES - 10, open_uploads: 0 };
        assert!(full.must_have_room_for(10).is_ok());
        assert!(full.must_have_room_for(11).is_err());
        let busy = Holding { bytes: 0, open_uploads: MOST_OPEN_UPLOADS };
        assert!(busy.must_have_room_for(1).is_err());
    }
}
