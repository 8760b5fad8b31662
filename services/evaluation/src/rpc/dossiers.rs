//! The rpcs of what is done to a dossier before a council scores it.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::dossier_service_server::DossierService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl DossierService for Rpc {
    async fn create_draft(
        &self,
        request: Request<pb::CreateDraftRequest>,
    ) -> Result<Response<pb::CreateDraftResponse>, Status> {
        let call = self.0.write(request, ops::CreateDraft::parse)?;
        call.run_prepared(ops::prepare_create_draft, ops::create_draft, |(dossier, forms)| pb::CreateDraftResponse {
            dossier: Some(wire::dossier(dossier)),
            forms: Some(wire::dossiers::forms(forms)),
        })
        .await
    }

    async fn update_forms(
        &self,
        request: Request<pb::UpdateFormsRequest>,
    ) -> Result<Response<pb::UpdateFormsResponse>, Status> {
        let call = self.0.write(request, ops::UpdateForms::parse)?;
        call.run(ops::update_forms, |dossier| pb::UpdateFormsResponse { dossier: Some(wire::dossier(dossier)) }).await
    }

    async fn get_forms(&self, request: Request<pb::GetFormsRequest>) -> Result<Response<pb::GetFormsResponse>, Status> {
        let call = self.0.read(request, ops::GetForms::parse)?;
        call.run(ops::get_forms, |seen| pb::GetFormsResponse {
            version: seen.number,
            forms: Some(wire::dossiers::forms(seen.forms)),
            own_score: Some(seen.own_score),
        })
        .await
    }

    async fn submit_dossier(
        &self,
        request: Request<pb::SubmitDossierRequest>,
    ) -> Result<Response<pb::SubmitDossierResponse>, Status> {
        let call = self.0.write(request, ops::SubmitDossier::parse)?;
        call.run(ops::submit_dossier, |(dossier, receipt)| pb::SubmitDossierResponse {
            dossier: Some(wire::dossier(dossier)),
            receipt: Some(wire::dossiers::receipt(receipt)),
        })
        .await
    }

    async fn return_dossier(
        &self,
        request: Request<pb::ReturnDossierRequest>,
    ) -> Result<Response<pb::ReturnDossierResponse>, Status> {
        let call = self.0.write(request, ops::ReturnDossier::parse)?;
        call.run(ops::return_dossier, |dossier| pb::ReturnDossierResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }

    async fn announce_rejection(
        &self,
        request: Request<pb::AnnounceRejectionRequest>,
    ) -> Result<Response<pb::AnnounceRejectionResponse>, Status> {
        let call = self.0.write(request, ops::AnnounceRejection::parse)?;
        call.run(ops::announce_rejection, |dossier| pb::AnnounceRejectionResponse {
            dossier: Some(wire::dossier(dossier)),
        })
        .await
    }

    async fn answer_rejection(
        &self,
        request: Request<pb::AnswerRejectionRequest>,
    ) -> Result<Response<pb::AnswerRejectionResponse>, Status> {
        let call = self.0.write(request, ops::AnswerRejection::parse)?;
        call.run(ops::answer_rejection, |dossier| pb::AnswerRejectionResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }

    async fn take_up_dossier(
        &self,
        request: Request<pb::TakeUpDossierRequest>,
    ) -> Result<Response<pb::TakeUpDossierResponse>, Status> {
        let call = self.0.write(request, ops::TakeUpDossier::parse)?;
        call.run(ops::take_up_dossier, |dossier| pb::TakeUpDossierResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }

    async fn reject_dossier(
        &self,
        request: Request<pb::RejectDossierRequest>,
    ) -> Result<Response<pb::RejectDossierResponse>, Status> {
        let call = self.0.write(request, ops::RejectDossier::parse)?;
        call.run(ops::reject_dossier, |dossier| pb::RejectDossierResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }

    async fn withdraw_dossier(
        &self,
        request: Request<pb::WithdrawDossierRequest>,
    ) -> Result<Response<pb::WithdrawDossierResponse>, Status> {
        let call = self.0.write(request, ops::WithdrawDossier::parse)?;
        call.run(ops::withdraw_dossier, |dossier| pb::WithdrawDossierResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }

    async fn take_in_dossier(
        &self,
        request: Request<pb::TakeInDossierRequest>,
    ) -> Result<Response<pb::TakeInDossierResponse>, Status> {
        let call = self.0.write(request, ops::TakeInDossier::parse)?;
        call.run(ops::take_in_dossier, |(dossier, receipt)| pb::TakeInDossierResponse {
            dossier: Some(wire::dossier(dossier)),
            receipt: Some(wire::dossiers::receipt(receipt)),
        })
        .await
    }

    async fn appoint_advisory_team(
        &self,
        request: Request<pb::AppointAdvisoryTeamRequest>,
    ) -> Result<Response<pb::AppointAdvisoryTeamResponse>, Status> {
        let call = self.0.write(request, ops::AppointAdvisoryTeam::parse)?;
        call.run(ops::appoint_advisory_team, |team| pb::AppointAdvisoryTeamResponse {
            advisory_team: Some(wire::dossiers::advisory_team(team)),
        })
        .await
    }

    async fn list_advisory_teams(
        &self,
        request: Request<pb::ListAdvisoryTeamsRequest>,
    ) -> Result<Response<pb::ListAdvisoryTeamsResponse>, Status> {
        let call = self.0.read(request, ops::ListAdvisoryTeams::parse)?;
        call.run(ops::list_advisory_teams, |page| pb::ListAdvisoryTeamsResponse {
            advisory_teams: page.rows.into_iter().map(wire::dossiers::advisory_team).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn request_supplement(
        &self,
        request: Request<pb::RequestSupplementRequest>,
    ) -> Result<Response<pb::RequestSupplementResponse>, Status> {
        let call = self.0.write(request, ops::RequestSupplement::parse)?;
        call.run(ops::request_supplement, |dossier| pb::RequestSupplementResponse {
            dossier: Some(wire::dossier(dossier)),
        })
        .await
    }

    async fn record_site_survey(
        &self,
        request: Request<pb::RecordSiteSurveyRequest>,
    ) -> Result<Response<pb::RecordSiteSurveyResponse>, Status> {
        let call = self.0.write(request, ops::RecordSiteSurvey::parse)?;
        call.run(ops::record_site_survey, |record| pb::RecordSiteSurveyResponse {
            record: Some(wire::dossiers::record(record)),
        })
        .await
    }

    async fn record_test_report(
        &self,
        request: Request<pb::RecordTestReportRequest>,
    ) -> Result<Response<pb::RecordTestReportResponse>, Status> {
        let call = self.0.write(request, ops::RecordTestReport::parse)?;
        call.run(ops::record_test_report, |record| pb::RecordTestReportResponse {
            record: Some(wire::dossiers::record(record)),
        })
        .await
    }

    async fn submit_review_report(
        &self,
        request: Request<pb::SubmitReviewReportRequest>,
    ) -> Result<Response<pb::SubmitReviewReportResponse>, Status> {
        let call = self.0.write(request, ops::SubmitReviewReport::parse)?;
        call.run(ops::submit_review_report, |dossier| pb::SubmitReviewReportResponse {
            dossier: Some(wire::dossier(dossier)),
        })
        .await
    }

    async fn list_dossier_steps(
        &self,
        request: Request<pb::ListDossierStepsRequest>,
    ) -> Result<Response<pb::ListDossierStepsResponse>, Status> {
        let call = self.0.read(request, ops::ListDossierSteps::parse)?;
        call.run(ops::list_dossier_steps, |(steps, receipts)| pb::ListDossierStepsResponse {
            steps: steps.into_iter().map(wire::dossiers::step).collect(),
            receipts: receipts.into_iter().map(wire::dossiers::receipt).collect(),
        })
        .await
    }

    async fn list_dossier_records(
        &self,
        request: Request<pb::ListDossierRecordsRequest>,
    ) -> Result<Response<pb::ListDossierRecordsResponse>, Status> {
        let call = self.0.read(request, ops::ListDossierRecords::parse)?;
        call.run(ops::list_dossier_records, |records| pb::ListDossierRecordsResponse {
            records: records.into_iter().map(wire::dossiers::record).collect(),
        })
        .await
    }

    async fn compare_forms(
        &self,
        request: Request<pb::CompareFormsRequest>,
    ) -> Result<Response<pb::CompareFormsResponse>, Status> {
        let call = self.0.read(request, ops::CompareForms::parse)?;
        call.run(ops::compare_forms, |(before, differences)| pb::CompareFormsResponse {
            previous_dossier_id: before.to_string(),
            differences: differences.into_iter().map(wire::dossiers::difference).collect(),
        })
        .await
    }

    async fn transfer_dossier(
        &self,
        request: Request<pb::TransferDossierRequest>,
    ) -> Result<Response<pb::TransferDossierResponse>, Status> {
        let call = self.0.write(request, ops::TransferDossier::parse)?;
        call.run(ops::transfer_dossier, |(dossier, custody)| pb::TransferDossierResponse {
            dossier: Some(wire::dossier(dossier)),
            custody_receipt: Some(wire::dossiers::custody_receipt(custody)),
        })
        .await
    }

    async fn get_custody_receipt(
        &self,
        request: Request<pb::GetCustodyReceiptRequest>,
    ) -> Result<Response<pb::GetCustodyReceiptResponse>, Status> {
        let call = self.0.read(request, ops::GetCustodyReceipt::parse)?;
        call.run(ops::get_custody_receipt, |known| pb::GetCustodyReceiptResponse {
            custody_receipt: Some(wire::dossiers::custody_receipt(known.custody)),
            signed_receipts: known.signed.into_iter().map(wire::parcels::signed_receipt).collect(),
            received_minutes: known.minutes.as_ref().map(wire::minutes::minutes),
        })
        .await
    }

    async fn adopt_ministry_result(
        &self,
        request: Request<pb::AdoptMinistryResultRequest>,
    ) -> Result<Response<pb::AdoptMinistryResultResponse>, Status> {
        let call = self.0.write(request, ops::AdoptMinistryResult::parse)?;
        call.run(ops::adopt_ministry_result, |dossier| pb::AdoptMinistryResultResponse {
            dossier: Some(wire::dossier(dossier)),
        })
        .await
    }

    async fn reassess_dossier(
        &self,
        request: Request<pb::ReassessDossierRequest>,
    ) -> Result<Response<pb::ReassessDossierResponse>, Status> {
        let call = self.0.write(request, ops::ReassessDossier::parse)?;
        call.run(ops::reassess_dossier, |dossier| pb::ReassessDossierResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }
}
