//! Files of any size, kept outside the database under the SHA-256 of their content.
//!
//! Equal content is one blob, and a blob never changes: `sha256/ab/cd/abcd…`. What arrives is kept piece by piece
//! first (`parts/{upload}/…`), so that an upload goes on where it was cut, at whichever replica; when all pieces are
//! there they are put together, hashed on the way, and published at once or not at all. The store is a folder
//! (temporary file, fsync, rename), or a bucket of a store that speaks S3.
//!
//! Nothing here holds more than a piece and a write buffer of a file in memory.

mod assembly;
mod collecting;
mod http;
mod media;
mod name;
mod reader;
mod upload;

pub mod ledger;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, ObjectStoreExt as _, RetryConfig};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tonic::Code;

use crate::error::{Error, ErrorReason, Text};
use crate::ids::RawId;
use crate::rpc::too_many_calls;

pub use assembly::Assembly;
pub use collecting::{collect, collect_hourly, given_up_before};
pub use media::{Glimpse, MediaType};
pub use name::FileName;
pub use reader::BlobReader;
pub use upload::{GIVEN_UP_AFTER_DAYS, Piece, Pieces, UploadFault, UploadState};

/// Most bytes of a piece that is kept at once: what a cut connection loses at most.
pub const PART_BYTES: usize = 1024 * 1024;
/// Most uploads a process takes at the same time. Each may hold a piece, a message, and the buffers of its assembly.
pub const MOST_UPLOADS_AT_ONCE: usize = 16;
/// Longest a store may take for one request, its repetitions included.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);

/// SHA-256 of a content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// A digest of its bytes; none if they are not 32.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().map(Self).ok()
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::str::FromStr for Digest {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let fault = || {
            Text::new(
                "SHA-256 viết bằng 64 chữ số thập lục phân, chữ thường.",
                "A SHA-256 is written in 64 hexadecimal digits, lower case.",
            )
        };
        let sound = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
        if written.len() != 64 || !written.bytes().all(sound) {
            return Err(fault());
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&written[place * 2..place * 2 + 2], 16).map_err(|_| fault())?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Where blobs are kept.
#[derive(Clone, Debug)]
pub enum BlobsConfig {
    /// In a folder, made if it is missing. One process sees it.
    Folder(PathBuf),
    /// In a bucket of a store that speaks S3.
    S3(S3Config),
}

/// A bucket, and how it is reached.
#[derive(Clone)]
pub struct S3Config {
    /// Address of the store, such as `https://s3.example`; the bucket is part of the path.
    pub endpoint: String,
    /// Region that requests are signed for; stores that have none take any.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// Who asks.
    pub access_key_id: String,
    /// What requests are signed with.
    pub secret_access_key: String,
}

impl fmt::Debug for S3Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, region, bucket, .. } = self;
        formatter
            .debug_struct("S3Config")
            .field("endpoint", endpoint)
            .field("region", region)
            .field("bucket", bucket)
            .finish_non_exhaustive()
    }
}

/// A piece of something that arrives: its name in the store and its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Identity; a piece that is sent again has another one, so that nothing kept is ever written over.
    pub id: RawId,
    /// Size in bytes.
    pub bytes: u64,
}

/// Why a blob cannot be read.
#[derive(Debug)]
pub enum BlobError {
    /// There is none of this content: it was taken away behind our back.
    Missing,
    /// Its bytes are not those it is named after.
    Damaged,
    /// The store does not answer.
    Store(Error),
}

/// A place among the uploads that a process takes at the same time; given back when it is dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "held, not looked at")] OwnedSemaphorePermit);

/// The blobs of a service. Clones share the store.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    places: Arc<Semaphore>,
}

impl Blobs {
    /// Opens the store; a bucket is not asked before it is used.
    ///
    /// # Errors
    /// When the folder cannot be made, or the settings of the bucket are not understood.
    pub fn open(config: &BlobsConfig) -> io::Result<Self> {
        match config {
            BlobsConfig::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                clear_half_written(folder)?;
                let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(true);
                Ok(Self::over(Arc::new(store)))
            }
            BlobsConfig::S3(s3) => {
                let store = AmazonS3Builder::new()
                    .with_endpoint(&s3.endpoint)
                    .with_region(&s3.region)
                    .with_bucket_name(&s3.bucket)
                    .with_access_key_id(&s3.access_key_id)
                    .with_secret_access_key(&s3.secret_access_key)
                    .with_allow_http(s3.endpoint.starts_with("http://"))
                    .with_virtual_hosted_style_request(false)
                    .with_disable_tagging(true)
                    .with_disable_bulk_delete(true)
                    .with_http_connector(http::Connector)
                    .with_retry(RetryConfig {
                        backoff: BackoffConfig::default(),
                        max_retries: 3,
                        retry_timeout: ANSWERS_WITHIN,
                    });
                Ok(Self::over(Arc::new(store.build()?)))
            }
        }
    }

    /// Blobs in a store of one's own.
    #[must_use]
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self { store, places: Arc::new(Semaphore::new(MOST_UPLOADS_AT_ONCE)) }
    }

    /// Blobs of another service in the same store: what one collects is never the other's.
    #[must_use]
    pub fn within(&self, prefix: &'static str) -> Self {
        Self::over(Arc::new(PrefixStore::new(Arc::clone(&self.store), prefix)))
    }

    /// Takes a place among the uploads of this process.
    ///
    /// # Errors
    /// `TOO_MANY_CALLS` if there is none left.
    pub fn place(&self) -> Result<Place, Error> {
        Arc::clone(&self.places).try_acquire_owned().map(Place).map_err(|_| too_many_calls())
    }

    /// Keeps a piece of an upload.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn keep_part(&self, upload: RawId, part: RawId, bytes: Bytes) -> Result<(), Error> {
        self.store.put(&part_path(upload, part), bytes.into()).await.map(|_| ()).map_err(unavailable)
    }

    /// Keeps a content that is in memory.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn keep(&self, content: Bytes) -> Result<(), Error> {
        let path = blob_path(Digest::of(&content));
        self.store.put(&path, content.into()).await.map(|_| ()).map_err(unavailable)
    }

    /// Puts the pieces of an upload together to a blob of the content declared. `see` is shown every piece in order.
    ///
    /// # Errors
    /// When the store does not answer, or lost a piece.
    pub async fn assemble(
        &self,
        upload: RawId,
        parts: &[Part],
        declared: Digest,
        see: impl FnMut(&[u8]),
    ) -> Result<Assembly, Error> {
        Assembly::make(self, upload, parts, declared, see).await
    }

    /// Forgets the pieces of an upload, however many there are.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn forget_parts(&self, upload: RawId) -> Result<(), Error> {
        let mut parts = self.store.list(Some(&Path::from(format!("parts/{upload}"))));
        while let Some(part) = parts.next().await {
            self.delete(&part.map_err(unavailable)?.location).await?;
        }
        Ok(())
    }

    /// Forgets the pieces of an upload that has ended. Where the store does not answer they are left to the job that
    /// collects.
    pub async fn let_parts_go(&self, upload: RawId) {
        if let Err(error) = self.forget_parts(upload).await {
            tracing::warn!(%error, upload.id = %upload, "pieces of an upload are left for later");
        }
    }

    /// Opens a blob for reading from a place on.
    ///
    /// # Errors
    /// When there is none, or the store does not answer.
    pub async fn read(&self, digest: Digest, from: u64) -> Result<BlobReader, BlobError> {
        BlobReader::open(&*self.store, digest, from).await
    }

    /// Forgets a blob; one that is gone already is no fault.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn forget(&self, digest: Digest) -> Result<(), Error> {
        self.delete(&blob_path(digest)).await
    }

    async fn delete(&self, path: &Path) -> Result<(), Error> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// Removes what a process that was killed had begun to write: temporary files have a `#` in their name.
fn clear_half_written(folder: &std::path::Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            clear_half_written(&entry.path())?;
        } else if entry.file_name().to_string_lossy().contains('#') {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Identities and digests alone make a path: no name that people give ever comes near it.
fn part_path(upload: RawId, part: RawId) -> Path {
    Path::from(format!("parts/{upload}/{part}"))
}

fn blob_path(digest: Digest) -> Path {
    let digest = digest.to_string();
    Path::from(format!("sha256/{}/{}/{digest}", &digest[..2], &digest[2..4]))
}

fn unavailable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let text = Text::new(
        "Kho tệp tạm thời không trả lời; xin thử lại sau ít giây.",
        "The store of files does not answer for the moment; retry in a few seconds.",
    );
    Error::new(Code::Unavailable, ErrorReason::PeerUnavailable, text)
        .retry_after(Duration::from_secs(2))
        .caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_in_lower_case_and_nothing_else_is_one() {
        let written = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let digest: Digest = written.parse().expect("a digest");
        assert_eq!(digest.to_string(), written);
        assert_eq!(Digest::of_bytes(digest.as_bytes()), Some(digest));
        let capitals = written.to_uppercase();
        for wrong in ["", &written[1..], capitals.as_str(), &written.replace('9', "é"), "../../../etc/passwd"] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
        assert_eq!(blob_path(digest).as_ref(), format!("sha256/9f/86/{written}"));
    }

    #[test]
    fn the_secret_of_a_bucket_is_never_shown() {
        let config = BlobsConfig::S3(S3Config {
            endpoint: "https://s3.example".to_owned(),
            region: "any".to_owned(),
            bucket: "files".to_owned(),
            access_key_id: "somebody".to_owned(),
            secret_access_key: "hunter2".to_owned(),
        });
        assert!(!format!("{config:?}").contains("hunter2"));
        let blobs = Blobs::open(&config).expect("sound");
        assert!(!format!("{blobs:?}").contains("hunter2"));
    }
}
