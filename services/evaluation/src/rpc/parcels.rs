//! The rpcs that carry dossiers between installations, for reporting alone.

use platform::rpc::Streamed;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::parcel_service_server::ParcelService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ParcelService for Rpc {
    async fn list_waiting_parcels(
        &self,
        request: Request<pb::ListWaitingParcelsRequest>,
    ) -> Result<Response<pb::ListWaitingParcelsResponse>, Status> {
        let call = self.0.read(request, ops::ListWaitingParcels::parse)?;
        call.run(ops::list_waiting_parcels, |dossiers| pb::ListWaitingParcelsResponse {
            dossier_ids: dossiers.iter().map(ToString::to_string).collect(),
        })
        .await
    }

    async fn seal_parcel(
        &self,
        request: Request<pb::SealParcelRequest>,
    ) -> Result<Response<pb::SealParcelResponse>, Status> {
        let call = self.0.write(request, ops::SealParcel::parse)?;
        call.run(ops::seal_parcel, |parcel| pb::SealParcelResponse { parcel: Some(wire::parcels::parcel(parcel)) })
            .await
    }

    type ReadParcelStream = Streamed<pb::ReadParcelResponse>;

    async fn read_parcel(
        &self,
        request: Request<pb::ReadParcelRequest>,
    ) -> Result<Response<Self::ReadParcelStream>, Status> {
        let call = self.0.read(request, ops::ReadParcel::parse)?;
        call.run_recorded_reading_on(ops::read_parcel, ops::send_parcel).await
    }

    async fn keep_parcel_part(
        &self,
        request: Request<pb::KeepParcelPartRequest>,
    ) -> Result<Response<pb::KeepParcelPartResponse>, Status> {
        let call = self.0.write(request, ops::KeepParcelPart::parse)?;
        call.run_prepared(ops::prepare_keep_parcel_part, ops::keep_parcel_part, |part| pb::KeepParcelPartResponse {
            sha256: part.as_bytes().to_vec(),
        })
        .await
    }

    async fn take_in_parcel(
        &self,
        request: Request<pb::TakeInParcelRequest>,
    ) -> Result<Response<pb::TakeInParcelResponse>, Status> {
        let call = self.0.write(request, ops::TakeInParcel::parse)?;
        call.run_prepared(ops::prepare_take_in_parcel, ops::take_in_parcel, |remaining_file_count| {
            pb::TakeInParcelResponse { remaining_file_count }
        })
        .await
    }

    async fn keep_custody_receipt(
        &self,
        request: Request<pb::KeepCustodyReceiptRequest>,
    ) -> Result<Response<pb::KeepCustodyReceiptResponse>, Status> {
        let call = self.0.write(request, ops::KeepCustodyReceipt::parse)?;
        call.run(ops::keep_custody_receipt, |()| pb::KeepCustodyReceiptResponse {}).await
    }
}
