//! Certificates of completion, and who stands how.

use proto::training::v1 as pb;
use proto::training::v1::completion_service_server::CompletionService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl CompletionService for Rpc {
    async fn get_completion_certificate(
        &self,
        request: Request<pb::GetCompletionCertificateRequest>,
    ) -> Result<Response<pb::GetCompletionCertificateResponse>, Status> {
        let call = self.0.read(request, ops::GetCompletionCertificate::parse)?;
        call.run(ops::get_completion_certificate, |certificate| pb::GetCompletionCertificateResponse {
            completion_certificate: Some(wire::completion(certificate)),
        })
        .await
    }

    async fn list_completion_certificates(
        &self,
        request: Request<pb::ListCompletionCertificatesRequest>,
    ) -> Result<Response<pb::ListCompletionCertificatesResponse>, Status> {
        let call = self.0.read(request, ops::ListCompletionCertificates::parse)?;
        call.run(ops::list_completion_certificates, |page| pb::ListCompletionCertificatesResponse {
            completion_certificates: page.rows.into_iter().map(wire::completion).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn reissue_completion_certificate(
        &self,
        request: Request<pb::ReissueCompletionCertificateRequest>,
    ) -> Result<Response<pb::ReissueCompletionCertificateResponse>, Status> {
        let call = self.0.write(request, ops::ReissueCompletionCertificate::parse)?;
        call.run(ops::reissue_completion_certificate, |certificate| pb::ReissueCompletionCertificateResponse {
            completion_certificate: Some(wire::completion(certificate)),
        })
        .await
    }

    async fn list_person_training(
        &self,
        request: Request<pb::ListPersonTrainingRequest>,
    ) -> Result<Response<pb::ListPersonTrainingResponse>, Status> {
        let call = self.0.read(request, ops::ListPersonTraining::parse)?;
        call.run_at_one_moment(ops::list_person_training, |page| pb::ListPersonTrainingResponse {
            trainings: page.rows.into_iter().map(wire::person_training).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn batch_get_training_standing(
        &self,
        request: Request<pb::BatchGetTrainingStandingRequest>,
    ) -> Result<Response<pb::BatchGetTrainingStandingResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetTrainingStanding::parse)?;
        call.run_at_one_moment(ops::batch_get_training_standing, wire::standings).await
    }
}
