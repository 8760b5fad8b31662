//! Lists of learners and of attendance.

use proto::training::v1 as pb;
use proto::training::v1::learner_list_service_server::LearnerListService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl LearnerListService for Rpc {
    async fn upload_learner_list(
        &self,
        request: Request<pb::UploadLearnerListRequest>,
    ) -> Result<Response<pb::UploadLearnerListResponse>, Status> {
        let call = self.0.write(request, ops::UploadLearnerList::parse)?;
        call.run_prepared(ops::prepare_upload_learner_list, ops::upload_learner_list, |list| {
            pb::UploadLearnerListResponse { learner_list: Some(wire::learner_list(list)) }
        })
        .await
    }

    async fn get_learner_list(
        &self,
        request: Request<pb::GetLearnerListRequest>,
    ) -> Result<Response<pb::GetLearnerListResponse>, Status> {
        let call = self.0.read(request, ops::GetLearnerList::parse)?;
        call.run_at_one_moment(ops::get_learner_list, |list| pb::GetLearnerListResponse {
            learner_list: Some(wire::learner_list(list)),
        })
        .await
    }

    async fn list_learner_list_rows(
        &self,
        request: Request<pb::ListLearnerListRowsRequest>,
    ) -> Result<Response<pb::ListLearnerListRowsResponse>, Status> {
        let call = self.0.read(request, ops::ListLearnerListRows::parse)?;
        call.run_at_one_moment(ops::list_learner_list_rows, |page| pb::ListLearnerListRowsResponse {
            rows: page.rows.into_iter().map(wire::list_row).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn resolve_learner_list_row(
        &self,
        request: Request<pb::ResolveLearnerListRowRequest>,
    ) -> Result<Response<pb::ResolveLearnerListRowResponse>, Status> {
        let call = self.0.write(request, ops::ResolveLearnerListRow::parse)?;
        call.run(ops::resolve_learner_list_row, |(row, list)| pb::ResolveLearnerListRowResponse {
            row: Some(wire::list_row(row)),
            learner_list: Some(wire::learner_list(list)),
        })
        .await
    }

    async fn apply_learner_list(
        &self,
        request: Request<pb::ApplyLearnerListRequest>,
    ) -> Result<Response<pb::ApplyLearnerListResponse>, Status> {
        let call = self.0.write(request, ops::ApplyLearnerList::parse)?;
        call.run(ops::apply_learner_list, |applied| pb::ApplyLearnerListResponse {
            learner_list: Some(wire::learner_list(applied.list)),
            applied_count: wire::count(applied.applied),
            left_out_count: wire::count(applied.left_out),
        })
        .await
    }
}
