//! The rpc that exports.

use platform::rpc::Streamed;
use proto::registry::v1 as pb;
use proto::registry::v1::export_service_server::ExportService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::ops;

#[tonic::async_trait]
impl ExportService for Rpc {
    type ExportRowsStream = Streamed<pb::ExportRowsResponse>;

    async fn export_rows(
        &self,
        request: Request<pb::ExportRowsRequest>,
    ) -> Result<Response<Self::ExportRowsStream>, Status> {
        let call = self.0.read(request, ops::ExportRows::parse)?;
        call.run_recorded_reading_on(ops::export_rows, ops::send_rows).await
    }
}
