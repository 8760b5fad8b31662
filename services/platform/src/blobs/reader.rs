//! Reading a blob, its content verified on the way.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::{Error as StoreError, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};

use super::{BlobError, Digest, blob_path, unavailable};

/// Bytes that are given at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// A blob being read from a place on.
///
/// All of it is hashed, what lies before that place too. The last chunk is given only once the hash of the whole was
/// found to be right: a blob that is damaged never reaches its reader whole.
pub struct BlobReader {
    stored: BoxStream<'static, Result<Bytes, StoreError>>,
    hasher: Sha256,
    digest: Digest,
    /// Bytes that are hashed and not given.
    skip: u64,
    pending: BytesMut,
    verified: bool,
}

impl BlobReader {
    pub(super) async fn open(store: &dyn ObjectStore, digest: Digest, from: u64) -> Result<Self, BlobError> {
        let stored = store.get(&blob_path(digest)).await.map_err(fault)?.into_stream();
        let pending = BytesMut::with_capacity(CHUNK_BYTES);
        Ok(Self { stored, hasher: Sha256::new(), digest, skip: from, pending, verified: false })
    }

    /// The next bytes; none after the last.
    ///
    /// # Errors
    /// When the content is not the one it is named after, or the store does not answer.
    pub async fn next(&mut self) -> Result<Option<Bytes>, BlobError> {
        // One byte more than a chunk: what is given cannot be the end.
        while self.pending.len() <= CHUNK_BYTES && !self.verified {
            match self.stored.next().await {
                Some(bytes) => self.take(&bytes.map_err(fault)?),
                None => self.verify()?,
            }
        }
        if self.pending.is_empty() {
            return Ok(None);
        }
        let size = self.pending.len().min(CHUNK_BYTES);
        Ok(Some(self.pending.split_to(size).freeze()))
    }

    fn take(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(bytes.len());
        self.skip -= skipped as u64;
        self.pending.extend_from_slice(&bytes[skipped..]);
    }

    fn verify(&mut self) -> Result<(), BlobError> {
        let found = std::mem::take(&mut self.hasher).finalize().into();
        self.verified = Digest(found) == self.digest;
        if self.verified { Ok(()) } else { Err(BlobError::Damaged) }
    }
}

fn fault(error: StoreError) -> BlobError {
    match error {
        StoreError::NotFound { .. } => BlobError::Missing,
        error => BlobError::Store(unavailable(error)),
    }
}
