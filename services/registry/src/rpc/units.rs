//! The rpcs about units through time.

use proto::registry::v1 as pb;
use proto::registry::v1::unit_service_server::UnitService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl UnitService for Rpc {
    async fn resolve_units(
        &self,
        request: Request<pb::ResolveUnitsRequest>,
    ) -> Result<Response<pb::ResolveUnitsResponse>, Status> {
        let call = self.0.read(request, ops::ResolveUnits::parse)?;
        call.run(ops::resolve_units, wire::units::resolved).await
    }

    async fn get_unit_lineage(
        &self,
        request: Request<pb::GetUnitLineageRequest>,
    ) -> Result<Response<pb::GetUnitLineageResponse>, Status> {
        let call = self.0.read(request, ops::GetUnitLineage::parse)?;
        call.run(ops::get_unit_lineage, |lineage| lineage).await
    }

    async fn list_unit_parts(
        &self,
        request: Request<pb::ListUnitPartsRequest>,
    ) -> Result<Response<pb::ListUnitPartsResponse>, Status> {
        let call = self.0.read(request, ops::ListUnitParts::parse)?;
        call.run(ops::list_unit_parts, |parts| parts).await
    }

    async fn get_unit_map(
        &self,
        request: Request<pb::GetUnitMapRequest>,
    ) -> Result<Response<pb::GetUnitMapResponse>, Status> {
        let call = self.0.read(request, ops::GetUnitMap::parse)?;
        call.run(ops::get_unit_map, |map| map).await
    }

    async fn preview_unit_change(
        &self,
        request: Request<pb::PreviewUnitChangeRequest>,
    ) -> Result<Response<pb::PreviewUnitChangeResponse>, Status> {
        let call = self.0.read(request, ops::PreviewUnitChange::parse)?;
        call.run(ops::preview_unit_change, wire::units::preview).await
    }

    async fn apply_unit_change(
        &self,
        request: Request<pb::ApplyUnitChangeRequest>,
    ) -> Result<Response<pb::ApplyUnitChangeResponse>, Status> {
        let call = self.0.write(request, ops::ApplyUnitChange::parse)?;
        call.run(ops::apply_unit_change, |change| pb::ApplyUnitChangeResponse {
            unit_change: Some(wire::units::unit_change(change)),
        })
        .await
    }

    async fn undo_unit_change(
        &self,
        request: Request<pb::UndoUnitChangeRequest>,
    ) -> Result<Response<pb::UndoUnitChangeResponse>, Status> {
        let call = self.0.write(request, ops::UndoUnitChange::parse)?;
        call.run(ops::undo_unit_change, |change| pb::UndoUnitChangeResponse {
            unit_change: Some(wire::units::unit_change(change)),
        })
        .await
    }

    async fn list_unit_changes(
        &self,
        request: Request<pb::ListUnitChangesRequest>,
    ) -> Result<Response<pb::ListUnitChangesResponse>, Status> {
        let call = self.0.read(request, ops::ListUnitChanges::parse)?;
        call.run(ops::list_unit_changes, wire::units::unit_changes).await
    }
}
