//! The rpcs of what the ministry asks provinces to redo.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::redo_service_server::RedoService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl RedoService for Rpc {
    async fn request_redo(
        &self,
        request: Request<pb::RequestRedoRequest>,
    ) -> Result<Response<pb::RequestRedoResponse>, Status> {
        let call = self.0.write(request, ops::RequestRedo::parse)?;
        call.run(ops::request_redo, |asked| pb::RequestRedoResponse { redo_request: Some(wire::redo::request(asked)) })
            .await
    }

    async fn report_redo(
        &self,
        request: Request<pb::ReportRedoRequest>,
    ) -> Result<Response<pb::ReportRedoResponse>, Status> {
        let call = self.0.write(request, ops::ReportRedo::parse)?;
        call.run(ops::report_redo, |asked| pb::ReportRedoResponse { redo_request: Some(wire::redo::request(asked)) })
            .await
    }

    async fn close_redo(
        &self,
        request: Request<pb::CloseRedoRequest>,
    ) -> Result<Response<pb::CloseRedoResponse>, Status> {
        let call = self.0.write(request, ops::CloseRedo::parse)?;
        call.run(ops::close_redo, |asked| pb::CloseRedoResponse { redo_request: Some(wire::redo::request(asked)) })
            .await
    }

    async fn get_redo_request(
        &self,
        request: Request<pb::GetRedoRequestRequest>,
    ) -> Result<Response<pb::GetRedoRequestResponse>, Status> {
        let call = self.0.read(request, ops::GetRedoRequest::parse)?;
        call.run(ops::get_redo_request, |found| pb::GetRedoRequestResponse {
            redo_request: Some(wire::redo::request(found)),
        })
        .await
    }

    async fn list_redo_requests(
        &self,
        request: Request<pb::ListRedoRequestsRequest>,
    ) -> Result<Response<pb::ListRedoRequestsResponse>, Status> {
        let call = self.0.read(request, ops::ListRedoRequests::parse)?;
        call.run(ops::list_redo_requests, |page| pb::ListRedoRequestsResponse {
            redo_requests: page.rows.into_iter().map(wire::redo::request).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
