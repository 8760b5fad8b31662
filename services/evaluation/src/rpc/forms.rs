//! The rpcs of forms and papers.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::form_service_server::FormService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl FormService for Rpc {
    async fn get_dossier_form(
        &self,
        request: Request<pb::GetDossierFormRequest>,
    ) -> Result<Response<pb::GetDossierFormResponse>, Status> {
        let call = self.0.read(request, ops::GetDossierForm::parse)?;
        call.run_at_one_moment(ops::get_dossier_form, |form| pb::GetDossierFormResponse {
            form: Some(wire::forms::official_form(form)),
        })
        .await
    }

    async fn get_score_sheet(
        &self,
        request: Request<pb::GetScoreSheetRequest>,
    ) -> Result<Response<pb::GetScoreSheetResponse>, Status> {
        let call = self.0.read(request, ops::GetScoreSheet::parse)?;
        call.run_at_one_moment(ops::get_score_sheet, |form| pb::GetScoreSheetResponse {
            form: Some(wire::forms::official_form(form)),
        })
        .await
    }

    async fn get_decision_form(
        &self,
        request: Request<pb::GetDecisionFormRequest>,
    ) -> Result<Response<pb::GetDecisionFormResponse>, Status> {
        let call = self.0.read(request, ops::GetDecisionForm::parse)?;
        call.run_at_one_moment(ops::get_decision_form, |form| pb::GetDecisionFormResponse {
            form: Some(wire::forms::official_form(form)),
        })
        .await
    }

    async fn get_certificate_form(
        &self,
        request: Request<pb::GetCertificateFormRequest>,
    ) -> Result<Response<pb::GetCertificateFormResponse>, Status> {
        let call = self.0.read(request, ops::GetCertificateForm::parse)?;
        call.run_at_one_moment(ops::get_certificate_form, |form| pb::GetCertificateFormResponse {
            form: Some(wire::forms::official_form(form)),
        })
        .await
    }
}
