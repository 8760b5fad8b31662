//! The rpcs of products' files.

use platform::rpc::Streamed;
use proto::registry::v1 as pb;
use proto::registry::v1::product_file_service_server::ProductFileService;
use tonic::{Request, Response, Status, Streaming};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ProductFileService for Rpc {
    async fn begin_product_file(
        &self,
        request: Request<pb::BeginProductFileRequest>,
    ) -> Result<Response<pb::BeginProductFileResponse>, Status> {
        let call = self.0.write(request, ops::BeginProductFile::parse)?;
        call.run(ops::begin_product_file, |upload| pb::BeginProductFileResponse {
            upload: Some(wire::product_files::upload(upload)),
        })
        .await
    }

    async fn upload_product_file(
        &self,
        request: Request<Streaming<pb::UploadProductFileRequest>>,
    ) -> Result<Response<pb::UploadProductFileResponse>, Status> {
        let call = self.0.receive(request)?;
        call.run(ops::upload_product_file, |upload| pb::UploadProductFileResponse {
            upload: Some(wire::product_files::upload(upload)),
        })
        .await
    }

    async fn get_product_file_upload(
        &self,
        request: Request<pb::GetProductFileUploadRequest>,
    ) -> Result<Response<pb::GetProductFileUploadResponse>, Status> {
        let call = self.0.read(request, ops::GetProductFileUpload::parse)?;
        call.run(ops::get_product_file_upload, |upload| pb::GetProductFileUploadResponse {
            upload: Some(wire::product_files::upload(upload)),
        })
        .await
    }

    async fn get_product_file(
        &self,
        request: Request<pb::GetProductFileRequest>,
    ) -> Result<Response<pb::GetProductFileResponse>, Status> {
        let call = self.0.read(request, ops::GetProductFile::parse)?;
        call.run(ops::get_product_file, |file| pb::GetProductFileResponse {
            product_file: Some(wire::product_files::product_file(file)),
        })
        .await
    }

    async fn list_product_files(
        &self,
        request: Request<pb::ListProductFilesRequest>,
    ) -> Result<Response<pb::ListProductFilesResponse>, Status> {
        let call = self.0.read(request, ops::ListProductFiles::parse)?;
        call.run(ops::list_product_files, |page| pb::ListProductFilesResponse {
            product_files: page.rows.into_iter().map(wire::product_files::product_file).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn batch_get_product_covers(
        &self,
        request: Request<pb::BatchGetProductCoversRequest>,
    ) -> Result<Response<pb::BatchGetProductCoversResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetProductCovers::parse)?;
        call.run(ops::batch_get_product_covers, |covers| pb::BatchGetProductCoversResponse {
            covers: covers.into_iter().map(wire::product_files::product_file).collect(),
        })
        .await
    }

    type DownloadProductFileStream = Streamed<pb::DownloadProductFileResponse>;

    async fn download_product_file(
        &self,
        request: Request<pb::DownloadProductFileRequest>,
    ) -> Result<Response<Self::DownloadProductFileStream>, Status> {
        let call = self.0.read(request, ops::DownloadProductFile::parse)?;
        call.run_recorded_streaming(ops::download_product_file, ops::send_product_file).await
    }

    async fn update_product_file(
        &self,
        request: Request<pb::UpdateProductFileRequest>,
    ) -> Result<Response<pb::UpdateProductFileResponse>, Status> {
        let call = self.0.write(request, ops::UpdateProductFile::parse)?;
        call.run(ops::update_product_file, |file| pb::UpdateProductFileResponse {
            product_file: Some(wire::product_files::product_file(file)),
        })
        .await
    }

    async fn remove_product_file(
        &self,
        request: Request<pb::RemoveProductFileRequest>,
    ) -> Result<Response<pb::RemoveProductFileResponse>, Status> {
        let call = self.0.write(request, ops::RemoveProductFile::parse)?;
        call.run(ops::remove_product_file, |()| pb::RemoveProductFileResponse {}).await
    }
}
