//! The rpcs about files, papers and evidence.

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

    async fn record_paper(
        &self,
        request: Request<pb::RecordPaperRequest>,
    ) -> Result<Response<pb::RecordPaperResponse>, Status> {
        let call = self.0.write(request, ops::RecordPaper::parse)?;
        call.run(ops::record_paper, |paper| pb::RecordPaperResponse { paper: Some(wire::evidence::paper(paper)) }).await
    }

    async fn list_papers(
        &self,
        request: Request<pb::ListPapersRequest>,
    ) -> Result<Response<pb::ListPapersResponse>, Status> {
        let call = self.0.read(request, ops::ListPapers::parse)?;
        call.run(ops::list_papers, |page| pb::ListPapersResponse {
            papers: page.rows.into_iter().map(wire::evidence::paper).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn attach_evidence(
        &self,
        request: Request<pb::AttachEvidenceRequest>,
    ) -> Result<Response<pb::AttachEvidenceResponse>, Status> {
        let call = self.0.write(request, ops::AttachEvidence::parse)?;
        call.run(ops::attach_evidence, |attached| pb::AttachEvidenceResponse {
            evidence: Some(wire::evidence::evidence(attached)),
        })
        .await
    }

    async fn detach_evidence(
        &self,
        request: Request<pb::DetachEvidenceRequest>,
    ) -> Result<Response<pb::DetachEvidenceResponse>, Status> {
        let call = self.0.write(request, ops::DetachEvidence::parse)?;
        call.run(ops::detach_evidence, |()| pb::DetachEvidenceResponse {}).await
    }

    async fn list_evidence(
        &self,
        request: Request<pb::ListEvidenceRequest>,
    ) -> Result<Response<pb::ListEvidenceResponse>, Status> {
        let call = self.0.read(request, ops::ListEvidence::parse)?;
        call.run_at_one_moment(ops::list_evidence, wire::evidence::seen_evidence).await
    }

    async fn get_check_list(
        &self,
        request: Request<pb::GetCheckListRequest>,
    ) -> Result<Response<pb::GetCheckListResponse>, Status> {
        let call = self.0.read(request, ops::GetCheckList::parse)?;
        call.run_at_one_moment(ops::get_check_list, wire::evidence::check_list).await
    }
}
