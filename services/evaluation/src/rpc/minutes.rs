//! The rpcs about minutes.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::minutes_service_server::MinutesService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl MinutesService for Rpc {
    async fn get_minutes(
        &self,
        request: Request<pb::GetMinutesRequest>,
    ) -> Result<Response<pb::GetMinutesResponse>, Status> {
        let call = self.0.read(request, ops::GetMinutes::parse)?;
        call.run_at_one_moment(ops::get_minutes, |minutes| pb::GetMinutesResponse {
            minutes: Some(wire::minutes::minutes(&minutes)),
        })
        .await
    }

    async fn sign_minutes(
        &self,
        request: Request<pb::SignMinutesRequest>,
    ) -> Result<Response<pb::SignMinutesResponse>, Status> {
        let call = self.0.write(request, ops::SignMinutes::parse)?;
        call.run(ops::sign_minutes, |minutes| pb::SignMinutesResponse {
            minutes: Some(wire::minutes::minutes(&minutes)),
        })
        .await
    }

    async fn record_statement(
        &self,
        request: Request<pb::RecordStatementRequest>,
    ) -> Result<Response<pb::RecordStatementResponse>, Status> {
        let call = self.0.write(request, ops::RecordStatement::parse)?;
        call.run(ops::record_statement, |statement| pb::RecordStatementResponse {
            statement: Some(wire::minutes::statement(&statement)),
        })
        .await
    }
}
