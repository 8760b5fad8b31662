//! Files of products: what may be one, how far an upload has come, what is said about a file.

pub(crate) mod limits;

pub(crate) mod picture;

use platform::blobs::{Digest, FileName, MediaType, UploadFault, UploadState};
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::product::ProductId;
use super::product::record::QualityPaperKind;
use crate::error::Error;

platform::id_type! {
    /// Identity of a file of a product.
    ProductFileId
}

platform::id_type! {
    /// Identity of an upload.
    UploadId
}

/// Most uploads that a product has under way.
pub(crate) const MOST_OPEN_UPLOADS: u64 = 50;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Photo,
    Label,
    StoryPicture,
    PaperScan,
}

impl Purpose {
    pub(crate) const ALL: [Self; 4] = [Self::Photo, Self::Label, Self::StoryPicture, Self::PaperScan];

    /// As it is stored, and written in facts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Label => "label",
            Self::StoryPicture => "story_picture",
            Self::PaperScan => "paper_scan",
        }
    }

    /// The purpose of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// Media types that it takes.
    pub(crate) fn media_types(self) -> &'static [MediaType] {
        match self {
            Self::Photo | Self::StoryPicture => &[MediaType::Jpeg, MediaType::Png, MediaType::WebP],
            Self::Label | Self::PaperScan => &[MediaType::Jpeg, MediaType::Png, MediaType::WebP, MediaType::Pdf],
        }
    }

    /// Endings of names that it takes, for people.
    pub(crate) fn endings(self) -> String {
        let endings = self.media_types().iter().map(|media_type| format!(".{}", media_type.endings()[0]));
        endings.collect::<Vec<_>>().join(", ")
    }
}

/// Which paper of a product's record a scan shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaperName {
    pub(crate) kind: QualityPaperKind,
    pub(crate) number: String,
    pub(crate) issuer: String,
}

/// What a file is to be, told before its first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) product: ProductId,
    pub(crate) purpose: Purpose,
    /// The paper of a scan; none for others.
    pub(crate) paper: Option<PaperName>,
    pub(crate) name: FileName,
    pub(crate) bytes: i64,
    pub(crate) sha256: Digest,
}

impl Declaration {
    /// Refuses a name that ends as no file of the purpose does. Which of them it is, its content tells.
    pub(crate) fn must_be_named_as_taken(&self) -> Result<(), Error> {
        let taken = self.purpose.media_types().iter().any(|media_type| self.name.ends_as(*media_type));
        if taken { Ok(()) } else { Err(Error::FileNameOfOtherType { endings: self.purpose.endings() }) }
    }
}

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) id: UploadId,
    pub(crate) declaration: Declaration,
    pub(crate) state: UploadState<ProductFileId>,
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

    /// It becomes a file.
    pub(crate) fn complete(self, file: ProductFileId, now: Moment) -> Result<Self, Error> {
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

/// A content that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) sha256: Digest,
    pub(crate) bytes: i64,
}

impl Content {
    /// What is kept of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { sha256: Digest::of(bytes), bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX) }
    }
}

/// What a picture has besides its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Width and height in pixels, held upright.
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) large: Content,
    pub(crate) small: Content,
}

/// In which size a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Original,
    Large,
    Small,
}

/// Something said in both languages; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) vi: String,
    pub(crate) en: String,
}

/// A file of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductFile {
    pub(crate) id: ProductFileId,
    pub(crate) declaration: Declaration,
    pub(crate) media_type: MediaType,
    /// None for a PDF.
    pub(crate) picture: Option<Picture>,
    pub(crate) caption: Said,
    pub(crate) alt_text: Said,
    /// Place among the files of the same product and purpose, from 1.
    pub(crate) place: i32,
    pub(crate) added_by: PersonId,
    pub(crate) added_at: Moment,
    pub(crate) version: i64,
}

impl ProductFile {
    /// Refuses if the file is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// What is sent of it in a size.
    pub(crate) fn content(&self, size: Size) -> Result<Content, Error> {
        let picture = self.picture.ok_or(Error::PictureSizeMissing { file: self.id });
        match size {
            Size::Original => Ok(Content { sha256: self.declaration.sha256, bytes: self.declaration.bytes }),
            Size::Large => Ok(picture?.large),
            Size::Small => Ok(picture?.small),
        }
    }

    /// True if its original is sent to whoever sees the product: nothing in it tells of a place or a person that the
    /// file was not meant to tell of, or there is nothing else to send.
    pub(crate) fn original_is_for_all(&self) -> bool {
        self.declaration.purpose == Purpose::PaperScan || self.picture.is_none()
    }
}
