//! The rpcs of complaints.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::complaint_service_server::ComplaintService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ComplaintService for Rpc {
    async fn record_complaint(
        &self,
        request: Request<pb::RecordComplaintRequest>,
    ) -> Result<Response<pb::RecordComplaintResponse>, Status> {
        let call = self.0.write(request, ops::RecordComplaint::parse)?;
        call.run(ops::record_complaint, |shown| pb::RecordComplaintResponse {
            complaint: Some(wire::complaints::complaint(shown)),
        })
        .await
    }

    async fn forward_complaint(
        &self,
        request: Request<pb::ForwardComplaintRequest>,
    ) -> Result<Response<pb::ForwardComplaintResponse>, Status> {
        let call = self.0.write(request, ops::ForwardComplaint::parse)?;
        call.run(ops::forward_complaint, |shown| pb::ForwardComplaintResponse {
            complaint: Some(wire::complaints::complaint(shown)),
        })
        .await
    }

    async fn answer_complaint(
        &self,
        request: Request<pb::AnswerComplaintRequest>,
    ) -> Result<Response<pb::AnswerComplaintResponse>, Status> {
        let call = self.0.write(request, ops::AnswerComplaint::parse)?;
        call.run(ops::answer_complaint, |shown| pb::AnswerComplaintResponse {
            complaint: Some(wire::complaints::complaint(shown)),
        })
        .await
    }

    async fn withdraw_complaint(
        &self,
        request: Request<pb::WithdrawComplaintRequest>,
    ) -> Result<Response<pb::WithdrawComplaintResponse>, Status> {
        let call = self.0.write(request, ops::WithdrawComplaint::parse)?;
        call.run(ops::withdraw_complaint, |shown| pb::WithdrawComplaintResponse {
            complaint: Some(wire::complaints::complaint(shown)),
        })
        .await
    }

    async fn get_complaint(
        &self,
        request: Request<pb::GetComplaintRequest>,
    ) -> Result<Response<pb::GetComplaintResponse>, Status> {
        let call = self.0.read(request, ops::GetComplaint::parse)?;
        call.run(ops::get_complaint, wire::complaints::seen_complaint).await
    }

    async fn list_complaints(
        &self,
        request: Request<pb::ListComplaintsRequest>,
    ) -> Result<Response<pb::ListComplaintsResponse>, Status> {
        let call = self.0.read(request, ops::ListComplaints::parse)?;
        call.run(ops::list_complaints, |page| pb::ListComplaintsResponse {
            complaints: page.rows.into_iter().map(wire::complaints::complaint).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn reveal_complainant(
        &self,
        request: Request<pb::RevealComplainantRequest>,
    ) -> Result<Response<pb::RevealComplainantResponse>, Status> {
        let call = self.0.read(request, ops::RevealComplainant::parse)?;
        call.run_recorded(ops::reveal_complainant, |complainant| pb::RevealComplainantResponse {
            complainant: Some(wire::complaints::complainant(complainant)),
        })
        .await
    }

    async fn list_complainant_reads(
        &self,
        request: Request<pb::ListComplainantReadsRequest>,
    ) -> Result<Response<pb::ListComplainantReadsResponse>, Status> {
        let call = self.0.read(request, ops::ListComplainantReads::parse)?;
        call.run(ops::list_complainant_reads, |page| pb::ListComplainantReadsResponse {
            reads: page.rows.into_iter().map(wire::complaints::reading).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
