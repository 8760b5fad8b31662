//! The rpcs about files.

use platform::rpc::Streamed;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::evidence_service_server::EvidenceService;
use tonic::{Request, Response, Status, Streaming};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl EvidenceService for Rpc {
    async fn begin_upload(
        &self,
        request: Request<pb::BeginUploadRequest>,
    ) -> Result<Response<pb::BeginUploadResponse>, Status> {
        let call = self.0.write(request, ops::BeginUpload::parse)?;
        call.run_prepared(ops::prepare_begin_upload, ops::begin_upload, |upload| pb::BeginUploadResponse {
            upload: Some(wire::evidence::upload(upload)),
        })
        .await
    }

    async fn upload(
        &self,
        request: Request<Streaming<pb::UploadRequest>>,
    ) -> Result<Response<pb::UploadResponse>, Status> {
        let call = self.0.receive(request)?;
        call.run(ops::upload, |upload| pb::UploadResponse { upload: Some(wire::evidence::upload(upload)) }).await
    }

    async fn get_upload(
        &self,
        request: Request<pb::GetUploadRequest>,
    ) -> Result<Response<pb::GetUploadResponse>, Status> {
        let call = self.0.read(request, ops::GetUpload::parse)?;
        call.run(ops::get_upload, |upload| pb::GetUploadResponse { upload: Some(wire::evidence::upload(upload)) }).await
    }

    async fn get_file(&self, request: Request<pb::GetFileRequest>) -> Result<Response<pb::GetFileResponse>, Status> {
        let call = self.0.read(request, ops::GetFile::parse)?;
        call.run(ops::get_file, |file| pb::GetFileResponse { file: Some(wire::evidence::file(file)) }).await
    }

    type DownloadFileStream = Streamed<pb::DownloadFileResponse>;

    async fn download_file(
        &self,
        request: Request<pb::DownloadFileRequest>,
    ) -> Result<Response<Self::DownloadFileStream>, Status> {
        let call = self.0.read(request, ops::DownloadFile::parse)?;
        call.run_recorded_streaming(ops::download_file, ops::send_file).await
    }
}
