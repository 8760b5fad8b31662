//! The rpcs of evaluation: each receives a request, runs its operation and makes the answer.

mod agenda;
mod ballots;
mod complaints;
mod councils;
mod dossiers;
mod inspections;
mod minutes;
mod parcels;
mod redo;
mod register;

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::evaluation_service_server::EvaluationService;
use tonic::{Request, Response, Status};

use crate::{Runner, ops, wire};

mod evidence;
mod forms;

platform::feed_service!(proto::evaluation::v1);

/// The generated service over evaluation's operations.
pub(crate) struct Rpc(pub(crate) Runner);

#[tonic::async_trait]
impl EvaluationService for Rpc {
    async fn list_criteria_versions(
        &self,
        request: Request<pb::ListCriteriaVersionsRequest>,
    ) -> Result<Response<pb::ListCriteriaVersionsResponse>, Status> {
        let call = self.0.read(request, ops::ListCriteriaVersions::parse)?;
        call.run(ops::list_criteria_versions, |criteria_versions| pb::ListCriteriaVersionsResponse {
            criteria_versions,
        })
        .await
    }

    async fn get_criteria_set(
        &self,
        request: Request<pb::GetCriteriaSetRequest>,
    ) -> Result<Response<pb::GetCriteriaSetResponse>, Status> {
        let call = self.0.read(request, ops::GetCriteriaSet::parse)?;
        call.run(ops::get_criteria_set, |set| pb::GetCriteriaSetResponse { criteria_set: Some(set) }).await
    }

    async fn score_choices(
        &self,
        request: Request<pb::ScoreChoicesRequest>,
    ) -> Result<Response<pb::ScoreChoicesResponse>, Status> {
        let call = self.0.read(request, ops::ScoreChoices::parse)?;
        call.run(ops::score_choices, |score| pb::ScoreChoicesResponse { score: Some(score) }).await
    }

    async fn what_next(&self, request: Request<pb::WhatNextRequest>) -> Result<Response<pb::WhatNextResponse>, Status> {
        let call = self.0.read(request, ops::WhatNext::parse)?;
        call.run_at_one_moment(ops::what_next, |way| pb::WhatNextResponse { way: Some(way) }).await
    }

    async fn file_dossier(
        &self,
        request: Request<pb::FileDossierRequest>,
    ) -> Result<Response<pb::FileDossierResponse>, Status> {
        let call = self.0.write(request, ops::FileDossier::parse)?;
        call.run_prepared(ops::prepare_file_dossier, ops::file_dossier, |(dossier, receipt)| pb::FileDossierResponse {
            dossier: Some(wire::dossier(dossier)),
            receipt: Some(wire::dossiers::receipt(receipt)),
        })
        .await
    }

    async fn get_dossier(
        &self,
        request: Request<pb::GetDossierRequest>,
    ) -> Result<Response<pb::GetDossierResponse>, Status> {
        let call = self.0.read(request, ops::GetDossier::parse)?;
        call.run(ops::get_dossier, |dossier| pb::GetDossierResponse { dossier: Some(wire::dossier(dossier)) }).await
    }

    async fn list_dossiers(
        &self,
        request: Request<pb::ListDossiersRequest>,
    ) -> Result<Response<pb::ListDossiersResponse>, Status> {
        let call = self.0.read(request, ops::ListDossiers::parse)?;
        call.run(ops::list_dossiers, |page| pb::ListDossiersResponse {
            dossiers: page.rows.into_iter().map(wire::dossier).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn count_open_dossiers(
        &self,
        request: Request<pb::CountOpenDossiersRequest>,
    ) -> Result<Response<pb::CountOpenDossiersResponse>, Status> {
        let call = self.0.read(request, ops::CountOpenDossiers::parse)?;
        call.run(ops::count_open_dossiers, |dossiers| pb::CountOpenDossiersResponse {
            dossiers: i64::try_from(dossiers).unwrap_or(i64::MAX),
        })
        .await
    }

    async fn accept_dossier(
        &self,
        request: Request<pb::AcceptDossierRequest>,
    ) -> Result<Response<pb::AcceptDossierResponse>, Status> {
        let call = self.0.write(request, ops::AcceptDossier::parse)?;
        call.run_prepared(ops::prepare_accept_dossier, ops::accept_dossier, |dossier| pb::AcceptDossierResponse {
            dossier: Some(wire::dossier(dossier)),
        })
        .await
    }

    async fn propose_dossier(
        &self,
        request: Request<pb::ProposeDossierRequest>,
    ) -> Result<Response<pb::ProposeDossierResponse>, Status> {
        let call = self.0.write(request, ops::ProposeDossier::parse)?;
        call.run(ops::propose_dossier, |dossier| pb::ProposeDossierResponse { dossier: Some(wire::dossier(dossier)) })
            .await
    }

    async fn appoint_council(
        &self,
        request: Request<pb::AppointCouncilRequest>,
    ) -> Result<Response<pb::AppointCouncilResponse>, Status> {
        let call = self.0.write(request, ops::AppointCouncil::parse)?;
        call.run(ops::appoint_council, |council| pb::AppointCouncilResponse { council: Some(wire::council(council)) })
            .await
    }

    async fn get_council(
        &self,
        request: Request<pb::GetCouncilRequest>,
    ) -> Result<Response<pb::GetCouncilResponse>, Status> {
        let call = self.0.read(request, ops::GetCouncil::parse)?;
        call.run(ops::get_council, |council| pb::GetCouncilResponse { council: Some(wire::council(council)) }).await
    }

    async fn get_member_statistics(
        &self,
        request: Request<pb::GetMemberStatisticsRequest>,
    ) -> Result<Response<pb::GetMemberStatisticsResponse>, Status> {
        let call = self.0.read(request, ops::GetMemberStatistics::parse)?;
        call.run_at_one_moment(ops::get_member_statistics, wire::council_statistics).await
    }

    async fn open_session(
        &self,
        request: Request<pb::OpenSessionRequest>,
    ) -> Result<Response<pb::OpenSessionResponse>, Status> {
        let call = self.0.write(request, ops::OpenSession::parse)?;
        call.run_prepared(ops::prepare_open_session, ops::open_session, |(opened, untrained)| pb::OpenSessionResponse {
            session: Some(wire::opened_session(opened)),
            untrained_person_ids: untrained.iter().map(ToString::to_string).collect(),
        })
        .await
    }

    async fn get_session(
        &self,
        request: Request<pb::GetSessionRequest>,
    ) -> Result<Response<pb::GetSessionResponse>, Status> {
        let call = self.0.read(request, ops::GetSession::parse)?;
        call.run_at_one_moment(ops::get_session, |seen| pb::GetSessionResponse {
            session: Some(wire::seen_session(seen)),
        })
        .await
    }

    async fn cast_ballot(
        &self,
        request: Request<pb::CastBallotRequest>,
    ) -> Result<Response<pb::CastBallotResponse>, Status> {
        let call = self.0.write(request, ops::CastBallot::parse)?;
        call.run(ops::cast_ballot, |ballot| pb::CastBallotResponse { receipt: Some(wire::ballot_receipt(&ballot)) })
            .await
    }

    async fn close_scoring(
        &self,
        request: Request<pb::CloseScoringRequest>,
    ) -> Result<Response<pb::CloseScoringResponse>, Status> {
        let call = self.0.write(request, ops::CloseScoring::parse)?;
        call.run(ops::close_scoring, |seen| pb::CloseScoringResponse { result: Some(wire::seen_result(seen)) }).await
    }

    async fn get_result(
        &self,
        request: Request<pb::GetResultRequest>,
    ) -> Result<Response<pb::GetResultResponse>, Status> {
        let call = self.0.read(request, ops::GetResult::parse)?;
        call.run_at_one_moment(ops::get_result, |seen| pb::GetResultResponse { result: Some(wire::seen_result(seen)) })
            .await
    }

    async fn enter_decision(
        &self,
        request: Request<pb::EnterDecisionRequest>,
    ) -> Result<Response<pb::EnterDecisionResponse>, Status> {
        let call = self.0.write(request, ops::EnterDecision::parse)?;
        call.run(ops::enter_decision, |decision| pb::EnterDecisionResponse {
            decision: Some(wire::decision(decision)),
            ..Default::default()
        })
        .await
    }

    async fn approve_decision(
        &self,
        request: Request<pb::ApproveDecisionRequest>,
    ) -> Result<Response<pb::ApproveDecisionResponse>, Status> {
        let call = self.0.write(request, ops::ApproveDecision::parse)?;
        call.run(ops::approve_decision, |(decision, certificates)| pb::ApproveDecisionResponse {
            certificates: certificates
                .into_iter()
                .map(|certificate| wire::certificate((certificate, decision.reference.date)))
                .collect(),
            decision: Some(wire::decision(decision)),
        })
        .await
    }

    async fn decline_decision(
        &self,
        request: Request<pb::DeclineDecisionRequest>,
    ) -> Result<Response<pb::DeclineDecisionResponse>, Status> {
        let call = self.0.write(request, ops::DeclineDecision::parse)?;
        call.run(ops::decline_decision, |decision| pb::DeclineDecisionResponse {
            decision: Some(wire::decision(decision)),
        })
        .await
    }

    async fn get_decision(
        &self,
        request: Request<pb::GetDecisionRequest>,
    ) -> Result<Response<pb::GetDecisionResponse>, Status> {
        let call = self.0.read(request, ops::GetDecision::parse)?;
        call.run(ops::get_decision, |decision| pb::GetDecisionResponse { decision: Some(wire::decision(decision)) })
            .await
    }

    async fn get_certificate(
        &self,
        request: Request<pb::GetCertificateRequest>,
    ) -> Result<Response<pb::GetCertificateResponse>, Status> {
        let call = self.0.read(request, ops::GetCertificate::parse)?;
        call.run(ops::get_certificate, |found| pb::GetCertificateResponse {
            certificate: Some(wire::register::certificate(found)),
        })
        .await
    }

    async fn list_certificates(
        &self,
        request: Request<pb::ListCertificatesRequest>,
    ) -> Result<Response<pb::ListCertificatesResponse>, Status> {
        let call = self.0.read(request, ops::ListCertificates::parse)?;
        call.run(ops::list_certificates, |page| pb::ListCertificatesResponse {
            certificates: page.rows.into_iter().map(wire::register::certificate).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn verify_certificate(
        &self,
        request: Request<pb::VerifyCertificateRequest>,
    ) -> Result<Response<pb::VerifyCertificateResponse>, Status> {
        let call = self.0.read(request, ops::VerifyCertificate::parse)?;
        call.run(ops::verify_certificate, wire::register::verified_certificate).await
    }

    async fn record_recognition(
        &self,
        request: Request<pb::RecordRecognitionRequest>,
    ) -> Result<Response<pb::RecordRecognitionResponse>, Status> {
        let call = self.0.write(request, ops::RecordRecognition::parse)?;
        call.run(ops::record_recognition, |recognition| pb::RecordRecognitionResponse {
            recognition: Some(wire::recognition(recognition)),
        })
        .await
    }

    async fn retract_recognition(
        &self,
        request: Request<pb::RetractRecognitionRequest>,
    ) -> Result<Response<pb::RetractRecognitionResponse>, Status> {
        let call = self.0.write(request, ops::RetractRecognition::parse)?;
        call.run(ops::retract_recognition, |recognition| pb::RetractRecognitionResponse {
            recognition: Some(wire::recognition(recognition)),
        })
        .await
    }

    async fn list_recognitions(
        &self,
        request: Request<pb::ListRecognitionsRequest>,
    ) -> Result<Response<pb::ListRecognitionsResponse>, Status> {
        let call = self.0.read(request, ops::ListRecognitions::parse)?;
        call.run(ops::list_recognitions, |page| pb::ListRecognitionsResponse {
            recognitions: page.rows.into_iter().map(wire::recognition).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
