//! The rpcs of inspecting products after their recognition.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::inspection_service_server::InspectionService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl InspectionService for Rpc {
    async fn plan_inspections(
        &self,
        request: Request<pb::PlanInspectionsRequest>,
    ) -> Result<Response<pb::PlanInspectionsResponse>, Status> {
        let call = self.0.write(request, ops::PlanInspections::parse)?;
        call.run(ops::plan_inspections, |planned| pb::PlanInspectionsResponse {
            inspections: planned.into_iter().map(wire::inspections::inspection).collect(),
        })
        .await
    }

    async fn conduct_inspection(
        &self,
        request: Request<pb::ConductInspectionRequest>,
    ) -> Result<Response<pb::ConductInspectionResponse>, Status> {
        let call = self.0.write(request, ops::ConductInspection::parse)?;
        call.run(ops::conduct_inspection, |seen| pb::ConductInspectionResponse {
            inspection: Some(wire::inspections::inspection(seen)),
        })
        .await
    }

    async fn conclude_inspection(
        &self,
        request: Request<pb::ConcludeInspectionRequest>,
    ) -> Result<Response<pb::ConcludeInspectionResponse>, Status> {
        let call = self.0.write(request, ops::ConcludeInspection::parse)?;
        call.run(ops::conclude_inspection, |seen| pb::ConcludeInspectionResponse {
            inspection: Some(wire::inspections::inspection(seen)),
        })
        .await
    }

    async fn record_inspection_remedy(
        &self,
        request: Request<pb::RecordInspectionRemedyRequest>,
    ) -> Result<Response<pb::RecordInspectionRemedyResponse>, Status> {
        let call = self.0.write(request, ops::RecordInspectionRemedy::parse)?;
        call.run(ops::record_inspection_remedy, |seen| pb::RecordInspectionRemedyResponse {
            inspection: Some(wire::inspections::inspection(seen)),
        })
        .await
    }

    async fn cancel_inspection(
        &self,
        request: Request<pb::CancelInspectionRequest>,
    ) -> Result<Response<pb::CancelInspectionResponse>, Status> {
        let call = self.0.write(request, ops::CancelInspection::parse)?;
        call.run(ops::cancel_inspection, |seen| pb::CancelInspectionResponse {
            inspection: Some(wire::inspections::inspection(seen)),
        })
        .await
    }

    async fn get_inspection(
        &self,
        request: Request<pb::GetInspectionRequest>,
    ) -> Result<Response<pb::GetInspectionResponse>, Status> {
        let call = self.0.read(request, ops::GetInspection::parse)?;
        call.run(ops::get_inspection, |seen| pb::GetInspectionResponse {
            inspection: Some(wire::inspections::inspection(seen)),
        })
        .await
    }

    async fn list_inspections(
        &self,
        request: Request<pb::ListInspectionsRequest>,
    ) -> Result<Response<pb::ListInspectionsResponse>, Status> {
        let call = self.0.read(request, ops::ListInspections::parse)?;
        call.run(ops::list_inspections, |page| pb::ListInspectionsResponse {
            inspections: page.rows.into_iter().map(wire::inspections::inspection).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn rank_inspections(
        &self,
        request: Request<pb::RankInspectionsRequest>,
    ) -> Result<Response<pb::RankInspectionsResponse>, Status> {
        let call = self.0.read(request, ops::RankInspections::parse)?;
        call.run_at_one_moment(ops::rank_inspections, |page| pb::RankInspectionsResponse {
            risks: page.rows.iter().map(wire::inspections::risk).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
