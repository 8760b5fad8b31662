//! The rpcs about files of reports.

use proto::reporting::v1 as pb;
use proto::reporting::v1::report_file_service_server::ReportFileService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ReportFileService for Rpc {
    async fn issue_report_file(
        &self,
        request: Request<pb::IssueReportFileRequest>,
    ) -> Result<Response<pb::IssueReportFileResponse>, Status> {
        let call = self.0.write(request, ops::IssueReportFile::parse)?;
        call.run(ops::issue_report_file, |issued| pb::IssueReportFileResponse {
            file: Some(wire::report_files::file(&issued)),
        })
        .await
    }

    async fn list_report_files(
        &self,
        request: Request<pb::ListReportFilesRequest>,
    ) -> Result<Response<pb::ListReportFilesResponse>, Status> {
        let call = self.0.read(request, ops::ListReportFiles::parse)?;
        call.run(ops::list_report_files, |files| pb::ListReportFilesResponse {
            files: files.iter().map(wire::report_files::file).collect(),
        })
        .await
    }

    async fn download_report_file(
        &self,
        request: Request<pb::DownloadReportFileRequest>,
    ) -> Result<Response<pb::DownloadReportFileResponse>, Status> {
        let call = self.0.read(request, ops::DownloadReportFile::parse)?;
        call.run(ops::download_report_file, wire::report_files::content).await
    }
}
