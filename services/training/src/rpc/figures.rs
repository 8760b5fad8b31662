//! Figures in detail, and coverage by name.

use proto::training::v1 as pb;
use proto::training::v1::figure_service_server::FigureService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl FigureService for Rpc {
    async fn break_down_training(
        &self,
        request: Request<pb::BreakDownTrainingRequest>,
    ) -> Result<Response<pb::BreakDownTrainingResponse>, Status> {
        let call = self.0.read(request, ops::BreakDownTraining::parse)?;
        call.run_at_one_moment(ops::break_down_training, wire::breakdown).await
    }

    async fn list_coverage(
        &self,
        request: Request<pb::ListCoverageRequest>,
    ) -> Result<Response<pb::ListCoverageResponse>, Status> {
        let call = self.0.read(request, ops::ListCoverage::parse)?;
        call.run(ops::list_coverage, wire::coverage_page).await
    }
}
