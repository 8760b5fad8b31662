//! The rpcs about who may vote in a council.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::council_service_server::CouncilService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl CouncilService for Rpc {
    async fn enter_council_regulation(
        &self,
        request: Request<pb::EnterCouncilRegulationRequest>,
    ) -> Result<Response<pb::EnterCouncilRegulationResponse>, Status> {
        let call = self.0.write(request, ops::EnterCouncilRegulation::parse)?;
        call.run(ops::enter_council_regulation, |regulation| pb::EnterCouncilRegulationResponse {
            regulation: Some(wire::councils::regulation(regulation)),
        })
        .await
    }

    async fn list_council_regulations(
        &self,
        request: Request<pb::ListCouncilRegulationsRequest>,
    ) -> Result<Response<pb::ListCouncilRegulationsResponse>, Status> {
        let call = self.0.read(request, ops::ListCouncilRegulations::parse)?;
        call.run(ops::list_council_regulations, |regulations| pb::ListCouncilRegulationsResponse {
            regulations: regulations.into_iter().map(wire::councils::regulation).collect(),
        })
        .await
    }

    async fn declare_conflict(
        &self,
        request: Request<pb::DeclareConflictRequest>,
    ) -> Result<Response<pb::DeclareConflictResponse>, Status> {
        let call = self.0.write(request, ops::DeclareConflict::parse)?;
        call.run(ops::declare_conflict, |conflict| pb::DeclareConflictResponse {
            conflict: Some(wire::councils::conflict(conflict)),
        })
        .await
    }

    async fn declare_relation(
        &self,
        request: Request<pb::DeclareRelationRequest>,
    ) -> Result<Response<pb::DeclareRelationResponse>, Status> {
        let call = self.0.write(request, ops::DeclareRelation::parse)?;
        call.run(ops::declare_relation, |relation| pb::DeclareRelationResponse {
            relation: Some(wire::councils::relation(relation)),
        })
        .await
    }

    async fn list_conflicts(
        &self,
        request: Request<pb::ListConflictsRequest>,
    ) -> Result<Response<pb::ListConflictsResponse>, Status> {
        let call = self.0.read(request, ops::ListConflicts::parse)?;
        call.run_at_one_moment(ops::list_conflicts, |conflicts| pb::ListConflictsResponse {
            conflicts: conflicts.into_iter().map(wire::councils::conflict).collect(),
        })
        .await
    }

    async fn record_departure(
        &self,
        request: Request<pb::RecordDepartureRequest>,
    ) -> Result<Response<pb::RecordDepartureResponse>, Status> {
        let call = self.0.write(request, ops::RecordDeparture::parse)?;
        call.run(ops::record_departure, |absences| pb::RecordDepartureResponse {
            absences: absences.into_iter().map(wire::councils::absence).collect(),
        })
        .await
    }

    async fn seat_substitute(
        &self,
        request: Request<pb::SeatSubstituteRequest>,
    ) -> Result<Response<pb::SeatSubstituteResponse>, Status> {
        let call = self.0.write(request, ops::SeatSubstitute::parse)?;
        call.run(ops::seat_substitute, |council| pb::SeatSubstituteResponse { council: Some(wire::council(council)) })
            .await
    }

    async fn record_return(
        &self,
        request: Request<pb::RecordReturnRequest>,
    ) -> Result<Response<pb::RecordReturnResponse>, Status> {
        let call = self.0.write(request, ops::RecordReturn::parse)?;
        call.run(ops::record_return, |absences| pb::RecordReturnResponse {
            absences: absences.into_iter().map(wire::councils::absence).collect(),
        })
        .await
    }
}
