//! The rpcs about imports.

use platform::rpc::Streamed;
use proto::registry::v1 as pb;
use proto::registry::v1::import_service_server::ImportService;
use tonic::{Request, Response, Status, Streaming};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ImportService for Rpc {
    async fn upload_import(
        &self,
        request: Request<Streaming<pb::UploadImportRequest>>,
    ) -> Result<Response<pb::UploadImportResponse>, Status> {
        let call = self.0.receive(request)?;
        call.run(ops::upload_import, |import| pb::UploadImportResponse { import: Some(wire::imports::import(import)) })
            .await
    }

    async fn get_import(
        &self,
        request: Request<pb::GetImportRequest>,
    ) -> Result<Response<pb::GetImportResponse>, Status> {
        let call = self.0.read(request, ops::GetImport::parse)?;
        call.run(ops::get_import, |import| pb::GetImportResponse { import: Some(wire::imports::import(import)) }).await
    }

    async fn list_imports(
        &self,
        request: Request<pb::ListImportsRequest>,
    ) -> Result<Response<pb::ListImportsResponse>, Status> {
        let call = self.0.read(request, ops::ListImports::parse)?;
        call.run(ops::list_imports, |page| pb::ListImportsResponse {
            imports: page.rows.into_iter().map(wire::imports::import).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn check_import(
        &self,
        request: Request<pb::CheckImportRequest>,
    ) -> Result<Response<pb::CheckImportResponse>, Status> {
        let call = self.0.write(request, ops::CheckImport::parse)?;
        call.run(ops::check_import, |import| pb::CheckImportResponse { import: Some(wire::imports::import(import)) })
            .await
    }

    async fn apply_import(
        &self,
        request: Request<pb::ApplyImportRequest>,
    ) -> Result<Response<pb::ApplyImportResponse>, Status> {
        let call = self.0.write(request, ops::ApplyImport::parse)?;
        call.run(ops::apply_import, |import| pb::ApplyImportResponse { import: Some(wire::imports::import(import)) })
            .await
    }

    async fn undo_import(
        &self,
        request: Request<pb::UndoImportRequest>,
    ) -> Result<Response<pb::UndoImportResponse>, Status> {
        let call = self.0.write(request, ops::UndoImport::parse)?;
        call.run(ops::undo_import, |import| pb::UndoImportResponse { import: Some(wire::imports::import(import)) })
            .await
    }

    async fn advance_import(
        &self,
        request: Request<pb::AdvanceImportRequest>,
    ) -> Result<Response<pb::AdvanceImportResponse>, Status> {
        let call = self.0.write(request, ops::AdvanceImport::parse)?;
        call.run_prepared(ops::prepare_batch, ops::advance_import, |import| pb::AdvanceImportResponse {
            import: Some(wire::imports::import(import)),
        })
        .await
    }

    async fn cancel_import(
        &self,
        request: Request<pb::CancelImportRequest>,
    ) -> Result<Response<pb::CancelImportResponse>, Status> {
        let call = self.0.write(request, ops::CancelImport::parse)?;
        call.run(ops::cancel_import, |import| pb::CancelImportResponse { import: Some(wire::imports::import(import)) })
            .await
    }

    async fn list_import_rows(
        &self,
        request: Request<pb::ListImportRowsRequest>,
    ) -> Result<Response<pb::ListImportRowsResponse>, Status> {
        let call = self.0.read(request, ops::ListImportRows::parse)?;
        call.run_recorded(ops::list_import_rows, |page| pb::ListImportRowsResponse {
            rows: page.rows.into_iter().map(wire::imports::row).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    type DownloadImportReportStream = Streamed<pb::DownloadImportReportResponse>;

    async fn download_import_report(
        &self,
        request: Request<pb::DownloadImportReportRequest>,
    ) -> Result<Response<Self::DownloadImportReportStream>, Status> {
        let call = self.0.read(request, ops::DownloadImportReport::parse)?;
        call.run_recorded_reading_on(ops::download_import_report, ops::send_import_report).await
    }
}
