//! Plans.

use proto::training::v1 as pb;
use proto::training::v1::plan_service_server::PlanService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl PlanService for Rpc {
    async fn create_training_plan(
        &self,
        request: Request<pb::CreateTrainingPlanRequest>,
    ) -> Result<Response<pb::CreateTrainingPlanResponse>, Status> {
        let call = self.0.write(request, ops::CreateTrainingPlan::parse)?;
        call.run(ops::create_training_plan, |plan| pb::CreateTrainingPlanResponse {
            training_plan: Some(wire::training_plan(plan)),
        })
        .await
    }

    async fn update_training_plan(
        &self,
        request: Request<pb::UpdateTrainingPlanRequest>,
    ) -> Result<Response<pb::UpdateTrainingPlanResponse>, Status> {
        let call = self.0.write(request, ops::UpdateTrainingPlan::parse)?;
        call.run(ops::update_training_plan, |plan| pb::UpdateTrainingPlanResponse {
            training_plan: Some(wire::training_plan(plan)),
        })
        .await
    }

    async fn get_training_plan(
        &self,
        request: Request<pb::GetTrainingPlanRequest>,
    ) -> Result<Response<pb::GetTrainingPlanResponse>, Status> {
        let call = self.0.read(request, ops::GetTrainingPlan::parse)?;
        call.run_at_one_moment(ops::get_training_plan, wire::plan_with_progress).await
    }

    async fn list_training_plans(
        &self,
        request: Request<pb::ListTrainingPlansRequest>,
    ) -> Result<Response<pb::ListTrainingPlansResponse>, Status> {
        let call = self.0.read(request, ops::ListTrainingPlans::parse)?;
        call.run(ops::list_training_plans, |page| pb::ListTrainingPlansResponse {
            training_plans: page.rows.into_iter().map(wire::training_plan).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
