//! A store of files that weighs what it is handed.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream::BoxStream;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result, UploadPart,
};

/// A store behind which another one keeps things, and the most bytes that were ever on their way into it at once.
#[derive(Clone, Debug)]
pub struct Scales {
    store: Arc<dyn ObjectStore>,
    under_way: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Scales {
    /// Weighs what goes into a store.
    #[must_use]
    pub fn before(store: Arc<dyn ObjectStore>) -> Self {
        Self { store, under_way: Arc::default(), most: Arc::default() }
    }

    /// The most bytes that were ever on their way into the store at once.
    #[must_use]
    pub fn most_bytes(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    fn put_on(&self, payload: &PutPayload) -> usize {
        let bytes = payload.content_length();
        let now = self.under_way.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.most.fetch_max(now, Ordering::Relaxed);
        bytes
    }

    fn take_off(&self, bytes: usize) {
        self.under_way.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl fmt::Display for Scales {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "scales before {}", self.store)
    }
}

/// An object that is written in parts, each weighed.
#[derive(Debug)]
struct Weighed {
    upload: Box<dyn MultipartUpload>,
    scales: Scales,
}

#[tonic::async_trait]
impl MultipartUpload for Weighed {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let (scales, bytes) = (self.scales.clone(), self.scales.put_on(&data));
        let part = self.upload.put_part(data);
        Box::pin(async move {
            let done = part.await;
            scales.take_off(bytes);
            done
        })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        self.upload.complete().await
    }

    async fn abort(&mut self) -> Result<()> {
        self.upload.abort().await
    }
}

#[tonic::async_trait]
impl ObjectStore for Scales {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let bytes = self.put_on(&payload);
        let put = self.store.put_opts(location, payload, options).await;
        self.take_off(bytes);
        put
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        let upload = self.store.put_multipart_opts(location, options).await?;
        Ok(Box::new(Weighed { upload, scales: self.clone() }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.store.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.store.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.store.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.store.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.store.copy_opts(from, to, options).await
    }
}
