//! The rpcs about targets.

use proto::reporting::v1 as pb;
use proto::reporting::v1::target_service_server::TargetService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl TargetService for Rpc {
    async fn set_target(
        &self,
        request: Request<pb::SetTargetRequest>,
    ) -> Result<Response<pb::SetTargetResponse>, Status> {
        let call = self.0.write(request, ops::SetTarget::parse)?;
        call.run(ops::set_target, |target| pb::SetTargetResponse { target: Some(wire::targets::target(&target)) }).await
    }

    async fn revise_target(
        &self,
        request: Request<pb::ReviseTargetRequest>,
    ) -> Result<Response<pb::ReviseTargetResponse>, Status> {
        let call = self.0.write(request, ops::ReviseTarget::parse)?;
        call.run(ops::revise_target, |target| pb::ReviseTargetResponse { target: Some(wire::targets::target(&target)) })
            .await
    }

    async fn withdraw_target(
        &self,
        request: Request<pb::WithdrawTargetRequest>,
    ) -> Result<Response<pb::WithdrawTargetResponse>, Status> {
        let call = self.0.write(request, ops::WithdrawTarget::parse)?;
        call.run(ops::withdraw_target, |target| pb::WithdrawTargetResponse {
            target: Some(wire::targets::target(&target)),
        })
        .await
    }

    async fn split_target(
        &self,
        request: Request<pb::SplitTargetRequest>,
    ) -> Result<Response<pb::SplitTargetResponse>, Status> {
        let call = self.0.write(request, ops::SplitTarget::parse)?;
        call.run(ops::split_target, |split| wire::targets::split(&split)).await
    }

    async fn get_target(
        &self,
        request: Request<pb::GetTargetRequest>,
    ) -> Result<Response<pb::GetTargetResponse>, Status> {
        let call = self.0.read(request, ops::GetTarget::parse)?;
        call.run(ops::get_target, |known| wire::targets::known(&known)).await
    }

    async fn list_target_progress(
        &self,
        request: Request<pb::ListTargetProgressRequest>,
    ) -> Result<Response<pb::ListTargetProgressResponse>, Status> {
        let call = self.0.read(request, ops::ListTargetProgress::parse)?;
        call.run_at_one_moment(ops::list_target_progress, |page| pb::ListTargetProgressResponse {
            targets: page.rows.iter().map(wire::targets::progress).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn list_published_figures(
        &self,
        request: Request<pb::ListPublishedFiguresRequest>,
    ) -> Result<Response<pb::ListPublishedFiguresResponse>, Status> {
        let call = self.0.read(request, ops::ListPublishedFigures::parse)?;
        call.run_at_one_moment(ops::list_published_figures, |figures| pb::ListPublishedFiguresResponse {
            figures: figures.iter().map(wire::targets::published).collect(),
        })
        .await
    }
}
