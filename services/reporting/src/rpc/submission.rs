//! The rpcs that provinces call at the ministry.

use proto::reporting::v1 as pb;
use proto::reporting::v1::submission_service_server::SubmissionService;
use tonic::{Request, Response, Status, Streaming};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl SubmissionService for Rpc {
    async fn open_link(&self, request: Request<pb::OpenLinkRequest>) -> Result<Response<pb::OpenLinkResponse>, Status> {
        let call = self.0.write(request, ops::OpenLink::parse)?;
        call.run(ops::open_link, |standing| pb::OpenLinkResponse { standing: Some(wire::link::signed(standing)) }).await
    }

    async fn push_submission(
        &self,
        request: Request<Streaming<pb::PushSubmissionRequest>>,
    ) -> Result<Response<pb::PushSubmissionResponse>, Status> {
        let call = self.0.receive(request)?;
        call.run(ops::push_submission, |(next_part_number, receipt)| pb::PushSubmissionResponse {
            next_part_number,
            receipt: receipt.map(wire::link::signed),
        })
        .await
    }

    async fn compare_digests(
        &self,
        request: Request<pb::CompareDigestsRequest>,
    ) -> Result<Response<pb::CompareDigestsResponse>, Status> {
        let call = self.0.write(request, ops::CompareDigests::parse)?;
        call.run(ops::compare_digests, |outcome| pb::CompareDigestsResponse {
            reconciliation: Some(wire::link::signed(outcome)),
        })
        .await
    }

    async fn push_parcel(
        &self,
        request: Request<Streaming<pb::PushParcelRequest>>,
    ) -> Result<Response<pb::PushParcelResponse>, Status> {
        let call = self.0.receive(request)?;
        call.run(ops::push_parcel, |(next_part_number, receipt)| pb::PushParcelResponse {
            next_part_number,
            receipt: receipt.map(wire::link::signed),
        })
        .await
    }

    async fn ask_for_parcel(
        &self,
        request: Request<pb::AskForParcelRequest>,
    ) -> Result<Response<pb::AskForParcelResponse>, Status> {
        let call = self.0.write(request, ops::AskForParcel::parse)?;
        call.run_prepared(ops::prepare_ask_for_parcel, ops::ask_for_parcel, |header| pb::AskForParcelResponse {
            header: header.map(wire::link::signed),
        })
        .await
    }

    async fn fetch_parcel_part(
        &self,
        request: Request<pb::FetchParcelPartRequest>,
    ) -> Result<Response<pb::FetchParcelPartResponse>, Status> {
        let call = self.0.read(request, ops::FetchParcelPart::parse)?;
        call.run(ops::fetch_parcel_part, |data| pb::FetchParcelPartResponse { data }).await
    }

    async fn confirm_parcel(
        &self,
        request: Request<pb::ConfirmParcelRequest>,
    ) -> Result<Response<pb::ConfirmParcelResponse>, Status> {
        let call = self.0.write(request, ops::ConfirmParcel::parse)?;
        call.run_prepared(ops::prepare_confirm_parcel, ops::acknowledge_parcel, |()| pb::ConfirmParcelResponse {}).await
    }
}
