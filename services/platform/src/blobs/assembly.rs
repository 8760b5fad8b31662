//! Putting the pieces of an upload together.

use object_store::buffered::BufWriter;
use object_store::{Error as StoreError, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::{Blobs, Digest, Part, blob_path, part_path, unavailable};
use crate::error::Error;
use crate::ids::RawId;

/// Bytes that are collected before they are written: what S3 takes at least of a larger object.
const WRITE_BYTES: usize = 5 * 1024 * 1024;

/// A blob that is written but not yet there: nobody sees it before it is kept.
#[derive(Debug)]
pub struct Assembly {
    writer: BufWriter,
    digest: Digest,
}

impl Assembly {
    pub(super) async fn make(
        blobs: &Blobs,
        upload: RawId,
        parts: &[Part],
        declared: Digest,
        mut see: impl FnMut(&[u8]),
    ) -> Result<Self, Error> {
        let mut writer = BufWriter::with_capacity(blobs.store.clone(), blob_path(declared), WRITE_BYTES)
            // One buffer is on its way while the next one fills.
            .with_max_concurrency(1);
        let mut hasher = Sha256::new();
        for part in parts {
            let read = async { blobs.store.get(&part_path(upload, part.id)).await?.bytes().await };
            let bytes = read.await.map_err(|error| match error {
                StoreError::NotFound { .. } => Error::internal(format!("a piece of an upload is gone: {error}")),
                error => unavailable(error),
            })?;
            if bytes.len() as u64 != part.bytes {
                return Err(Error::internal("a piece of an upload is not of the size it had"));
            }
            hasher.update(&bytes);
            see(&bytes);
            writer.put(bytes).await.map_err(unavailable)?;
        }
        Ok(Self { writer, digest: Digest(hasher.finalize().into()) })
    }

    /// SHA-256 of what was put together.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Makes it a blob. Where one of the same content is, it takes its place and nobody notices.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn keep(mut self) -> Result<(), Error> {
        self.writer.shutdown().await.map_err(unavailable)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn discard(mut self) -> Result<(), Error> {
        self.writer.abort().await.map_err(unavailable)
    }
}
