//! Photographs, labels, pictures of the story and scans of papers.

mod keeping;
mod refusals;
mod rights;
mod uploading;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use platform::access::Role;
use platform::blobs::Digest;
use proto::registry::v1 as pb;
use proto::registry::v1::product_file_service_client::ProductFileServiceClient;
use testkit::{Callers, Wire, person};
use tokio_stream::StreamExt as _;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Request, Status};

use crate::{COMMUNE, Register, new_request_id};

/// Bytes of a message in these tests: pieces end within one.
const CHUNK_BYTES: usize = 300_000;

/// Who keeps the files in these tests, by number: an officer of the commune.
const OFFICER: u64 = 40;

/// A small photograph; another number gives another one.
fn photo(number: u8) -> Bytes {
    written(&RgbImage::from_fn(40, 30, |x, y| Rgb([number, x as u8, y as u8])), ImageFormat::Jpeg)
}

fn written(picture: &RgbImage, format: ImageFormat) -> Bytes {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("written");
    bytes.into_inner().into()
}

/// The size of a JPEG.
fn size_of(jpeg: &[u8]) -> (u32, u32) {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).expect("a JPEG").into_rgb8().dimensions()
}

fn pdf() -> Bytes {
    Bytes::from_static(b"%PDF-1.7\n1 0 obj\n%%EOF")
}

/// A sound declaration of a photograph; a test changes what it is about.
fn declaration(product: &pb::Product, content: &[u8]) -> pb::ProductFileDeclaration {
    pb::ProductFileDeclaration {
        product_id: product.id.clone(),
        purpose: pb::ProductFilePurpose::Photo.into(),
        name: "Mật ong.jpg".to_owned(),
        size_bytes: i64::try_from(content.len()).expect("small"),
        sha256: Digest::of(content).to_string(),
        ..Default::default()
    }
}

/// The messages that send a content from a place on.
fn messages(upload: &pb::ProductFileUpload, content: &Bytes, from: i64) -> Vec<pb::UploadProductFileRequest> {
    let from = usize::try_from(from).expect("a place");
    // One without bytes where none is left: it asks to complete.
    let starts = (from..content.len().max(from + 1)).step_by(CHUNK_BYTES);
    let message = |start: usize| pb::UploadProductFileRequest {
        upload_id: upload.id.clone(),
        offset_bytes: i64::try_from(start).expect("small"),
        data: content.slice(start..content.len().min(start + CHUNK_BYTES)),
    };
    starts.map(message).collect()
}

/// Everything that is kept in a folder of files.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { kept(&path) } else { vec![path] }).collect()
}

/// Somebody with the files of products.
#[derive(Clone)]
struct Gallery {
    client: ProductFileServiceClient<Wire>,
    authorization: MetadataValue<Ascii>,
}

impl Gallery {
    /// The officer's of the commune.
    fn of(register: &Register) -> Self {
        Self::by(register, OFFICER, Role::CommuneOfficer, COMMUNE)
    }

    fn by(register: &Register, number: u64, role: Role, unit: &str) -> Self {
        let authorization = register.bed.callers.authorization(person(number), role, unit);
        Self { client: ProductFileServiceClient::new(register.bed.wire()), authorization }
    }

    fn ask<M>(&self, message: M) -> Request<M> {
        Callers::request(&self.authorization, message)
    }

    async fn begin(&mut self, declaration: pb::ProductFileDeclaration) -> Result<pb::ProductFileUpload, Status> {
        let message = pb::BeginProductFileRequest { request_id: new_request_id(), declaration: Some(declaration) };
        let request = self.ask(message);
        Ok(self.client.begin_product_file(request).await?.into_inner().upload.expect("given"))
    }

    async fn send(&mut self, messages: Vec<pb::UploadProductFileRequest>) -> Result<pb::ProductFileUpload, Status> {
        let request = self.ask(tokio_stream::iter(messages));
        Ok(self.client.upload_product_file(request).await?.into_inner().upload.expect("given"))
    }

    async fn upload_state(&mut self, upload: &pb::ProductFileUpload) -> Result<pb::ProductFileUpload, Status> {
        let request = self.ask(pb::GetProductFileUploadRequest { upload_id: upload.id.clone() });
        Ok(self.client.get_product_file_upload(request).await?.into_inner().upload.expect("given"))
    }

    /// Declares and sends in one go.
    async fn try_add(
        &mut self,
        declaration: pb::ProductFileDeclaration,
        content: &Bytes,
    ) -> Result<pb::ProductFile, Status> {
        let upload = self.begin(declaration).await?;
        let complete = self.send(messages(&upload, content, 0)).await?;
        assert_eq!(complete.state(), pb::ProductFileUploadState::Complete);
        self.get(&complete.product_file_id).await
    }

    /// A photograph of a product.
    async fn add(&mut self, product: &pb::Product, content: &Bytes) -> pb::ProductFile {
        self.try_add(declaration(product, content), content).await.expect("added")
    }

    async fn get(&mut self, id: &str) -> Result<pb::ProductFile, Status> {
        let request = self.ask(pb::GetProductFileRequest { product_file_id: id.to_owned() });
        Ok(self.client.get_product_file(request).await?.into_inner().product_file.expect("given"))
    }

    /// The photographs of a product in their order.
    async fn photos(&mut self, product: &pb::Product) -> Vec<pb::ProductFile> {
        let request = self.ask(pb::ListProductFilesRequest {
            product_id: product.id.clone(),
            purpose: pb::ProductFilePurpose::Photo.into(),
            ..Default::default()
        });
        self.client.list_product_files(request).await.expect("listed").into_inner().product_files
    }

    async fn covers(&mut self, products: &[&pb::Product]) -> Vec<pb::ProductFile> {
        let product_ids = products.iter().map(|product| product.id.clone()).collect();
        let request = self.ask(pb::BatchGetProductCoversRequest { product_ids });
        self.client.batch_get_product_covers(request).await.expect("given").into_inner().covers
    }

    async fn update(&mut self, file: pb::ProductFile, paths: &[&str]) -> Result<pb::ProductFile, Status> {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        let request = self.ask(pb::UpdateProductFileRequest {
            request_id: new_request_id(),
            product_file: Some(file),
            update_mask: Some(prost_types::FieldMask { paths }),
        });
        Ok(self.client.update_product_file(request).await?.into_inner().product_file.expect("given"))
    }

    /// Moves a file to a place.
    async fn place(&mut self, file: &pb::ProductFile, place: i32) -> Result<pb::ProductFile, Status> {
        self.update(pb::ProductFile { place, ..file.clone() }, &["place"]).await
    }

    async fn remove(&mut self, file: &pb::ProductFile) -> Result<(), Status> {
        let request = self.ask(pb::RemoveProductFileRequest {
            request_id: new_request_id(),
            product_file_id: file.id.clone(),
            etag: file.etag.clone(),
        });
        self.client.remove_product_file(request).await.map(|_| ())
    }

    /// All that arrives of a file in a size, from a place on.
    async fn download(
        &mut self,
        file: &pb::ProductFile,
        size: pb::ProductFileSize,
        from: i64,
    ) -> Result<Vec<u8>, Status> {
        let request = self.ask(pb::DownloadProductFileRequest {
            product_file_id: file.id.clone(),
            size: size.into(),
            offset_bytes: from,
        });
        let mut answers = self.client.download_product_file(request).await?.into_inner();
        let mut arrived = Vec::new();
        while let Some(answer) = answers.next().await {
            let answer = answer?;
            assert_eq!(answer.offset_bytes, from + i64::try_from(arrived.len()).expect("small"));
            arrived.extend_from_slice(&answer.data);
        }
        Ok(arrived)
    }
}
