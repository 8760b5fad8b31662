//! The rpcs of the link, for people on both sides.

use proto::reporting::v1 as pb;
use proto::reporting::v1::link_service_server::LinkService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::domain::link::province::ProvinceLink;
use crate::{ops, wire};

/// A province that was just decided on; who decides knows its name.
fn unnamed(link: ProvinceLink) -> pb::ProvinceLink {
    wire::link::province(link, String::new())
}

#[tonic::async_trait]
impl LinkService for Rpc {
    async fn get_link(&self, request: Request<pb::GetLinkRequest>) -> Result<Response<pb::GetLinkResponse>, Status> {
        let call = self.0.read(request, ops::GetLink::parse)?;
        call.run(ops::get_link, |link| pb::GetLinkResponse { link: Some(link) }).await
    }

    async fn submit_figures(
        &self,
        request: Request<pb::SubmitFiguresRequest>,
    ) -> Result<Response<pb::SubmitFiguresResponse>, Status> {
        let call = self.0.write(request, ops::SubmitFigures::parse)?;
        call.run_prepared(ops::compute_submission, ops::submit_figures, |submission| pb::SubmitFiguresResponse {
            submission: Some(wire::link::submission(submission)),
        })
        .await
    }

    async fn list_submissions(
        &self,
        request: Request<pb::ListSubmissionsRequest>,
    ) -> Result<Response<pb::ListSubmissionsResponse>, Status> {
        let call = self.0.read(request, ops::ListSubmissions::parse)?;
        call.run(ops::list_submissions, |page| pb::ListSubmissionsResponse {
            submissions: page.rows.into_iter().map(wire::link::submission).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn list_province_links(
        &self,
        request: Request<pb::ListProvinceLinksRequest>,
    ) -> Result<Response<pb::ListProvinceLinksResponse>, Status> {
        let call = self.0.read(request, ops::ListProvinceLinks::parse)?;
        call.run(ops::list_province_links, |(provinces, key)| pb::ListProvinceLinksResponse {
            provinces: provinces.into_iter().map(|(link, name)| wire::link::province(link, name)).collect(),
            ministry_public_key: key.to_string(),
        })
        .await
    }

    async fn propose_province(
        &self,
        request: Request<pb::ProposeProvinceRequest>,
    ) -> Result<Response<pb::ProposeProvinceResponse>, Status> {
        let call = self.0.write(request, ops::ProposeProvince::parse)?;
        call.run(ops::propose_province, |link| pb::ProposeProvinceResponse { province: Some(unnamed(link)) }).await
    }

    async fn admit_province(
        &self,
        request: Request<pb::AdmitProvinceRequest>,
    ) -> Result<Response<pb::AdmitProvinceResponse>, Status> {
        let call = self.0.write(request, ops::AdmitProvince::parse)?;
        call.run(ops::admit_province, |link| pb::AdmitProvinceResponse { province: Some(unnamed(link)) }).await
    }

    async fn suspend_province(
        &self,
        request: Request<pb::SuspendProvinceRequest>,
    ) -> Result<Response<pb::SuspendProvinceResponse>, Status> {
        let call = self.0.write(request, ops::SuspendProvince::parse)?;
        call.run(ops::suspend_province, |link| pb::SuspendProvinceResponse { province: Some(unnamed(link)) }).await
    }

    async fn propose_resync(
        &self,
        request: Request<pb::ProposeResyncRequest>,
    ) -> Result<Response<pb::ProposeResyncResponse>, Status> {
        let call = self.0.write(request, ops::ProposeResync::parse)?;
        call.run(ops::propose_resync, |link| pb::ProposeResyncResponse { province: Some(unnamed(link)) }).await
    }

    async fn approve_resync(
        &self,
        request: Request<pb::ApproveResyncRequest>,
    ) -> Result<Response<pb::ApproveResyncResponse>, Status> {
        let call = self.0.write(request, ops::ApproveResync::parse)?;
        call.run(ops::approve_resync, |link| pb::ApproveResyncResponse { province: Some(unnamed(link)) }).await
    }

    async fn reconcile_figures(
        &self,
        request: Request<pb::ReconcileFiguresRequest>,
    ) -> Result<Response<pb::ReconcileFiguresResponse>, Status> {
        let call = self.0.write(request, ops::ReconcileFigures::parse)?;
        call.run_prepared(ops::ask_ministry, ops::reconcile_figures, |outcome| pb::ReconcileFiguresResponse {
            reconciliation: Some(outcome),
        })
        .await
    }

    async fn list_reconciliations(
        &self,
        request: Request<pb::ListReconciliationsRequest>,
    ) -> Result<Response<pb::ListReconciliationsResponse>, Status> {
        let call = self.0.read(request, ops::ListReconciliations::parse)?;
        call.run(ops::list_reconciliations, |page| pb::ListReconciliationsResponse {
            reconciliations: page.rows,
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn list_parcels(
        &self,
        request: Request<pb::ListParcelsRequest>,
    ) -> Result<Response<pb::ListParcelsResponse>, Status> {
        let call = self.0.read(request, ops::ListParcels::parse)?;
        call.run(ops::list_parcels, |page| pb::ListParcelsResponse {
            parcels: page.rows.into_iter().map(wire::parcels::sent_parcel).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn export_bundle(
        &self,
        request: Request<pb::ExportBundleRequest>,
    ) -> Result<Response<pb::ExportBundleResponse>, Status> {
        let call = self.0.write(request, ops::ExportBundle::parse)?;
        call.run(ops::export_bundle, |bundle| pb::ExportBundleResponse { bundle: Some(bundle) }).await
    }

    async fn import_bundle(
        &self,
        request: Request<pb::ImportBundleRequest>,
    ) -> Result<Response<pb::ImportBundleResponse>, Status> {
        let call = self.0.write(request, ops::ImportBundle::parse)?;
        call.run(ops::import_bundle, |submission| pb::ImportBundleResponse {
            submission: Some(wire::link::submission(submission)),
        })
        .await
    }

    async fn import_receipt(
        &self,
        request: Request<pb::ImportReceiptRequest>,
    ) -> Result<Response<pb::ImportReceiptResponse>, Status> {
        let call = self.0.write(request, ops::ImportReceipt::parse)?;
        call.run(ops::import_receipt, |submission| pb::ImportReceiptResponse {
            submission: Some(wire::link::submission(submission)),
        })
        .await
    }

    async fn compare_provinces(
        &self,
        request: Request<pb::CompareProvincesRequest>,
    ) -> Result<Response<pb::CompareProvincesResponse>, Status> {
        let call = self.0.read(request, ops::CompareProvinces::parse)?;
        call.run_at_one_moment(ops::compare_provinces, |compared| compared).await
    }
}
