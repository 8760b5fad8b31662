//! The rpcs of reporting: each receives a request, runs its operation and makes the answer.

mod dashboards;
mod link;
mod report_files;
mod reports;
mod submission;
mod targets;

use proto::reporting::v1 as pb;
use proto::reporting::v1::reporting_service_server::ReportingService;
use tonic::{Request, Response, Status};

use crate::domain::periods::phases;
use crate::{Runner, ops, wire};

platform::feed_service!(proto::reporting::v1);

/// The generated services over reporting's operations.
#[derive(Clone)]
pub(crate) struct Rpc(pub(crate) Runner);

#[tonic::async_trait]
impl ReportingService for Rpc {
    async fn list_indicators(
        &self,
        request: Request<pb::ListIndicatorsRequest>,
    ) -> Result<Response<pb::ListIndicatorsResponse>, Status> {
        let call = self.0.read(request, ops::ListIndicators::parse)?;
        call.run(ops::list_indicators, |indicators| pb::ListIndicatorsResponse {
            indicators: indicators.iter().map(wire::indicator).collect(),
            phases: phases().iter().map(wire::programme_phase).collect(),
        })
        .await
    }

    async fn list_targets(
        &self,
        request: Request<pb::ListTargetsRequest>,
    ) -> Result<Response<pb::ListTargetsResponse>, Status> {
        let call = self.0.read(request, ops::ListTargets::parse)?;
        call.run(ops::list_targets, |page| pb::ListTargetsResponse {
            targets: page.rows.iter().map(wire::targets::target).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn get_scorecard(
        &self,
        request: Request<pb::GetScorecardRequest>,
    ) -> Result<Response<pb::GetScorecardResponse>, Status> {
        let call = self.0.read(request, ops::GetScorecard::parse)?;
        call.run_at_one_moment(ops::get_scorecard, |scorecard| pb::GetScorecardResponse {
            scorecard: Some(wire::scorecard(scorecard)),
        })
        .await
    }

    async fn rebuild_projections(
        &self,
        request: Request<pb::RebuildProjectionsRequest>,
    ) -> Result<Response<pb::RebuildProjectionsResponse>, Status> {
        let call = self.0.write(request, ops::RebuildProjections::parse)?;
        call.run(ops::rebuild_projections, |dropped_fact_count| pb::RebuildProjectionsResponse { dropped_fact_count })
            .await
    }
}
