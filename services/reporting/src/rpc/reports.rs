//! The rpcs about reports.

use proto::reporting::v1 as pb;
use proto::reporting::v1::report_service_server::ReportService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::domain::report::Report;
use crate::{ops, wire};

impl Rpc {
    /// A report as it is sent, with the name of its unit.
    fn report(&self, report: Report) -> pb::Report {
        wire::reports::report(&ops::named_in(&self.0.units().table(), report))
    }
}

#[tonic::async_trait]
impl ReportService for Rpc {
    async fn list_report_forms(
        &self,
        request: Request<pb::ListReportFormsRequest>,
    ) -> Result<Response<pb::ListReportFormsResponse>, Status> {
        let call = self.0.read(request, ops::ListReportForms::parse)?;
        call.run(ops::list_report_forms, |forms| pb::ListReportFormsResponse {
            forms: forms.iter().map(wire::reports::form).collect(),
        })
        .await
    }

    async fn prepare_report(
        &self,
        request: Request<pb::PrepareReportRequest>,
    ) -> Result<Response<pb::PrepareReportResponse>, Status> {
        let call = self.0.write(request, ops::PrepareReport::parse)?;
        call.run_prepared(ops::prepare_report, ops::keep_report, |report| pb::PrepareReportResponse {
            report: Some(self.report(report)),
        })
        .await
    }

    async fn declare_nothing_to_report(
        &self,
        request: Request<pb::DeclareNothingToReportRequest>,
    ) -> Result<Response<pb::DeclareNothingToReportResponse>, Status> {
        let call = self.0.write(request, ops::DeclareNothingToReport::parse)?;
        call.run_prepared(ops::declare_nothing_to_report, ops::keep_report, |report| {
            pb::DeclareNothingToReportResponse { report: Some(self.report(report)) }
        })
        .await
    }

    async fn refresh_report(
        &self,
        request: Request<pb::RefreshReportRequest>,
    ) -> Result<Response<pb::RefreshReportResponse>, Status> {
        let call = self.0.write(request, ops::RefreshReport::parse)?;
        call.run_prepared(ops::refresh_report, ops::keep_refreshed, |report| pb::RefreshReportResponse {
            report: Some(self.report(report)),
        })
        .await
    }

    async fn comment_report(
        &self,
        request: Request<pb::CommentReportRequest>,
    ) -> Result<Response<pb::CommentReportResponse>, Status> {
        let call = self.0.write(request, ops::CommentReport::parse)?;
        call.run(ops::comment_report, |report| pb::CommentReportResponse { report: Some(self.report(report)) }).await
    }

    async fn approve_report(
        &self,
        request: Request<pb::ApproveReportRequest>,
    ) -> Result<Response<pb::ApproveReportResponse>, Status> {
        let call = self.0.write(request, ops::ApproveReport::parse)?;
        call.run(ops::approve_report, |report| pb::ApproveReportResponse { report: Some(self.report(report)) }).await
    }

    async fn return_report(
        &self,
        request: Request<pb::ReturnReportRequest>,
    ) -> Result<Response<pb::ReturnReportResponse>, Status> {
        let call = self.0.write(request, ops::ReturnReport::parse)?;
        call.run(ops::return_report, |report| pb::ReturnReportResponse { report: Some(self.report(report)) }).await
    }

    async fn accept_report(
        &self,
        request: Request<pb::AcceptReportRequest>,
    ) -> Result<Response<pb::AcceptReportResponse>, Status> {
        let call = self.0.write(request, ops::AcceptReport::parse)?;
        call.run(ops::accept_report, |report| pb::AcceptReportResponse { report: Some(self.report(report)) }).await
    }

    async fn amend_report(
        &self,
        request: Request<pb::AmendReportRequest>,
    ) -> Result<Response<pb::AmendReportResponse>, Status> {
        let call = self.0.write(request, ops::AmendReport::parse)?;
        call.run_prepared(ops::amend_report, ops::keep_report, |report| pb::AmendReportResponse {
            report: Some(self.report(report)),
        })
        .await
    }

    async fn get_report(
        &self,
        request: Request<pb::GetReportRequest>,
    ) -> Result<Response<pb::GetReportResponse>, Status> {
        let call = self.0.read(request, ops::GetReport::parse)?;
        call.run_at_one_moment(ops::get_report, |known| wire::reports::known(&known)).await
    }

    async fn list_reports(
        &self,
        request: Request<pb::ListReportsRequest>,
    ) -> Result<Response<pb::ListReportsResponse>, Status> {
        let call = self.0.read(request, ops::ListReports::parse)?;
        call.run(ops::list_reports, |page| pb::ListReportsResponse {
            reports: page.rows.iter().map(wire::reports::report).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn verify_report(
        &self,
        request: Request<pb::VerifyReportRequest>,
    ) -> Result<Response<pb::VerifyReportResponse>, Status> {
        let call = self.0.read(request, ops::VerifyReport::parse)?;
        call.run_at_one_moment(ops::verify_report, |verified| wire::reports::verified(&verified)).await
    }

    async fn get_report_matrix(
        &self,
        request: Request<pb::GetReportMatrixRequest>,
    ) -> Result<Response<pb::GetReportMatrixResponse>, Status> {
        let call = self.0.read(request, ops::GetReportMatrix::parse)?;
        call.run_at_one_moment(ops::get_report_matrix, |periods| pb::GetReportMatrixResponse {
            periods: periods.iter().map(wire::reports::matrix_period).collect(),
        })
        .await
    }
}
