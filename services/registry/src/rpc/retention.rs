//! The rpcs about how long what is recorded of persons is kept.

use proto::registry::v1 as pb;
use proto::registry::v1::retention_service_server::RetentionService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl RetentionService for Rpc {
    async fn list_retention_rules(
        &self,
        request: Request<pb::ListRetentionRulesRequest>,
    ) -> Result<Response<pb::ListRetentionRulesResponse>, Status> {
        let call = self.0.read(request, ops::ListRetentionRules::parse)?;
        call.run(ops::list_retention_rules, wire::retention::rules).await
    }

    async fn place_legal_hold(
        &self,
        request: Request<pb::PlaceLegalHoldRequest>,
    ) -> Result<Response<pb::PlaceLegalHoldResponse>, Status> {
        let call = self.0.write(request, ops::PlaceLegalHold::parse)?;
        call.run(ops::place_legal_hold, |hold| pb::PlaceLegalHoldResponse { hold: Some(wire::retention::hold(hold)) })
            .await
    }

    async fn lift_legal_hold(
        &self,
        request: Request<pb::LiftLegalHoldRequest>,
    ) -> Result<Response<pb::LiftLegalHoldResponse>, Status> {
        let call = self.0.write(request, ops::LiftLegalHold::parse)?;
        call.run(ops::lift_legal_hold, |hold| pb::LiftLegalHoldResponse { hold: Some(wire::retention::hold(hold)) })
            .await
    }

    async fn list_legal_holds(
        &self,
        request: Request<pb::ListLegalHoldsRequest>,
    ) -> Result<Response<pb::ListLegalHoldsResponse>, Status> {
        let call = self.0.read(request, ops::ListLegalHolds::parse)?;
        call.run(ops::list_legal_holds, wire::retention::holds).await
    }
}
