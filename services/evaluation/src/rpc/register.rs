//! The rpcs of what happens to a certificate after it was issued.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::register_service_server::RegisterService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl RegisterService for Rpc {
    async fn search_register(
        &self,
        request: Request<pb::SearchRegisterRequest>,
    ) -> Result<Response<pb::SearchRegisterResponse>, Status> {
        let call = self.0.read(request, ops::SearchRegister::parse)?;
        call.run(ops::search_register, |page| pb::SearchRegisterResponse {
            entries: page.rows.into_iter().map(wire::register::entry).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn list_rule_sets(
        &self,
        request: Request<pb::ListRuleSetsRequest>,
    ) -> Result<Response<pb::ListRuleSetsResponse>, Status> {
        let call = self.0.read(request, ops::ListRuleSets::parse)?;
        call.run(ops::list_rule_sets, wire::register::rule_sets).await
    }

    async fn open_revocation(
        &self,
        request: Request<pb::OpenRevocationRequest>,
    ) -> Result<Response<pb::OpenRevocationResponse>, Status> {
        let call = self.0.write(request, ops::OpenRevocation::parse)?;
        call.run(ops::open_revocation, |revocation| pb::OpenRevocationResponse {
            revocation: Some(wire::register::revocation(revocation)),
        })
        .await
    }

    async fn answer_revocation(
        &self,
        request: Request<pb::AnswerRevocationRequest>,
    ) -> Result<Response<pb::AnswerRevocationResponse>, Status> {
        let call = self.0.write(request, ops::AnswerRevocation::parse)?;
        call.run(ops::answer_revocation, |revocation| pb::AnswerRevocationResponse {
            revocation: Some(wire::register::revocation(revocation)),
        })
        .await
    }

    async fn decide_revocation(
        &self,
        request: Request<pb::DecideRevocationRequest>,
    ) -> Result<Response<pb::DecideRevocationResponse>, Status> {
        let call = self.0.write(request, ops::DecideRevocation::parse)?;
        call.run(ops::decide_revocation, |revocation| pb::DecideRevocationResponse {
            revocation: Some(wire::register::revocation(revocation)),
        })
        .await
    }

    async fn get_revocation(
        &self,
        request: Request<pb::GetRevocationRequest>,
    ) -> Result<Response<pb::GetRevocationResponse>, Status> {
        let call = self.0.read(request, ops::GetRevocation::parse)?;
        call.run(ops::get_revocation, |found| pb::GetRevocationResponse {
            revocation: Some(wire::register::revocation(found)),
        })
        .await
    }

    async fn list_revocations(
        &self,
        request: Request<pb::ListRevocationsRequest>,
    ) -> Result<Response<pb::ListRevocationsResponse>, Status> {
        let call = self.0.read(request, ops::ListRevocations::parse)?;
        call.run(ops::list_revocations, |page| pb::ListRevocationsResponse {
            revocations: page.rows.into_iter().map(wire::register::revocation).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn correct_certificate(
        &self,
        request: Request<pb::CorrectCertificateRequest>,
    ) -> Result<Response<pb::CorrectCertificateResponse>, Status> {
        let call = self.0.write(request, ops::CorrectCertificate::parse)?;
        call.run_prepared(ops::prepare_correct_certificate, ops::correct_certificate, |issued| {
            pb::CorrectCertificateResponse { certificate: Some(wire::register::certificate(issued)) }
        })
        .await
    }

    async fn reissue_certificate(
        &self,
        request: Request<pb::ReissueCertificateRequest>,
    ) -> Result<Response<pb::ReissueCertificateResponse>, Status> {
        let call = self.0.write(request, ops::ReissueCertificate::parse)?;
        call.run_prepared(ops::prepare_reissue_certificate, ops::reissue_certificate, |issued| {
            pb::ReissueCertificateResponse { certificate: Some(wire::register::certificate(issued)) }
        })
        .await
    }
}
