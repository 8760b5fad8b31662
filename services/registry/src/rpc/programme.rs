//! The rpcs about the programme's other records.

use proto::registry::v1 as pb;
use proto::registry::v1::programme_service_server::ProgrammeService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ProgrammeService for Rpc {
    async fn create_programme_record(
        &self,
        request: Request<pb::CreateProgrammeRecordRequest>,
    ) -> Result<Response<pb::CreateProgrammeRecordResponse>, Status> {
        let call = self.0.write(request, ops::CreateProgrammeRecord::parse)?;
        call.run(ops::create_programme_record, |record| pb::CreateProgrammeRecordResponse {
            record: Some(wire::programme::record(record)),
        })
        .await
    }

    async fn get_programme_record(
        &self,
        request: Request<pb::GetProgrammeRecordRequest>,
    ) -> Result<Response<pb::GetProgrammeRecordResponse>, Status> {
        let call = self.0.read(request, ops::GetProgrammeRecord::parse)?;
        call.run(ops::get_programme_record, |record| pb::GetProgrammeRecordResponse {
            record: Some(wire::programme::record(record)),
        })
        .await
    }

    async fn update_programme_record(
        &self,
        request: Request<pb::UpdateProgrammeRecordRequest>,
    ) -> Result<Response<pb::UpdateProgrammeRecordResponse>, Status> {
        let call = self.0.write(request, ops::UpdateProgrammeRecord::parse)?;
        call.run(ops::update_programme_record, |record| pb::UpdateProgrammeRecordResponse {
            record: Some(wire::programme::record(record)),
        })
        .await
    }

    async fn list_programme_records(
        &self,
        request: Request<pb::ListProgrammeRecordsRequest>,
    ) -> Result<Response<pb::ListProgrammeRecordsResponse>, Status> {
        let call = self.0.read(request, ops::ListProgrammeRecords::parse)?;
        call.run(ops::list_programme_records, wire::programme::records).await
    }

    async fn summarize_programme_records(
        &self,
        request: Request<pb::SummarizeProgrammeRecordsRequest>,
    ) -> Result<Response<pb::SummarizeProgrammeRecordsResponse>, Status> {
        let call = self.0.read(request, ops::SummarizeProgrammeRecords::parse)?;
        call.run_at_one_moment(ops::summarize_programme_records, wire::programme::totals).await
    }

    async fn retire_programme_record(
        &self,
        request: Request<pb::RetireProgrammeRecordRequest>,
    ) -> Result<Response<pb::RetireProgrammeRecordResponse>, Status> {
        let call = self.0.write(request, ops::RetireProgrammeRecord::parse)?;
        call.run(ops::retire_programme_record, |record| pb::RetireProgrammeRecordResponse {
            record: Some(wire::programme::record(record)),
        })
        .await
    }

    async fn record_programme_payment(
        &self,
        request: Request<pb::RecordProgrammePaymentRequest>,
    ) -> Result<Response<pb::RecordProgrammePaymentResponse>, Status> {
        let call = self.0.write(request, ops::RecordProgrammePayment::parse)?;
        call.run(ops::record_programme_payment, |payment| pb::RecordProgrammePaymentResponse {
            payment: Some(wire::programme::payment(payment)),
        })
        .await
    }

    async fn cancel_programme_payment(
        &self,
        request: Request<pb::CancelProgrammePaymentRequest>,
    ) -> Result<Response<pb::CancelProgrammePaymentResponse>, Status> {
        let call = self.0.write(request, ops::CancelProgrammePayment::parse)?;
        call.run(ops::cancel_programme_payment, |payment| pb::CancelProgrammePaymentResponse {
            payment: Some(wire::programme::payment(payment)),
        })
        .await
    }

    async fn list_programme_payments(
        &self,
        request: Request<pb::ListProgrammePaymentsRequest>,
    ) -> Result<Response<pb::ListProgrammePaymentsResponse>, Status> {
        let call = self.0.read(request, ops::ListProgrammePayments::parse)?;
        call.run(ops::list_programme_payments, wire::programme::payments).await
    }

    async fn get_commune_overview(
        &self,
        request: Request<pb::GetCommuneOverviewRequest>,
    ) -> Result<Response<pb::GetCommuneOverviewResponse>, Status> {
        let call = self.0.read(request, ops::GetCommuneOverview::parse)?;
        call.run(ops::get_commune_overview, |overview| pb::GetCommuneOverviewResponse {
            overview: Some(wire::programme::overview(overview)),
        })
        .await
    }

    async fn list_commune_overviews(
        &self,
        request: Request<pb::ListCommuneOverviewsRequest>,
    ) -> Result<Response<pb::ListCommuneOverviewsResponse>, Status> {
        let call = self.0.read(request, ops::ListCommuneOverviews::parse)?;
        call.run(ops::list_commune_overviews, wire::programme::overviews).await
    }
}
