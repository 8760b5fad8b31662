//! Checking in to a session.

use platform::wire::timestamp;
use proto::training::v1 as pb;
use proto::training::v1::check_in_service_server::CheckInService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl CheckInService for Rpc {
    async fn open_check_in(
        &self,
        request: Request<pb::OpenCheckInRequest>,
    ) -> Result<Response<pb::OpenCheckInResponse>, Status> {
        let call = self.0.write(request, ops::OpenCheckIn::parse)?;
        call.run(ops::open_check_in, |(check_in, number)| pb::OpenCheckInResponse {
            check_in: Some(wire::check_in(check_in, number)),
        })
        .await
    }

    async fn get_check_in_code(
        &self,
        request: Request<pb::GetCheckInCodeRequest>,
    ) -> Result<Response<pb::GetCheckInCodeResponse>, Status> {
        let call = self.0.read(request, ops::GetCheckInCode::parse)?;
        call.run(ops::get_check_in_code, |(code, next)| pb::GetCheckInCodeResponse {
            code,
            next_at: Some(timestamp(next)),
        })
        .await
    }

    async fn check_in(&self, request: Request<pb::CheckInRequest>) -> Result<Response<pb::CheckInResponse>, Status> {
        let call = self.0.write(request, ops::CheckIn::parse)?;
        call.run(ops::check_in, |(accepted, tries_left)| pb::CheckInResponse { accepted, tries_left }).await
    }

    async fn close_check_in(
        &self,
        request: Request<pb::CloseCheckInRequest>,
    ) -> Result<Response<pb::CloseCheckInResponse>, Status> {
        let call = self.0.write(request, ops::CloseCheckIn::parse)?;
        call.run(ops::close_check_in, |(checked_in, present)| pb::CloseCheckInResponse {
            checked_in_count: wire::count(checked_in),
            present_count: wire::count(present),
        })
        .await
    }
}
