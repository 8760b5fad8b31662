//! The rpcs about who manages the programme.

use proto::registry::v1 as pb;
use proto::registry::v1::management_service_server::ManagementService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ManagementService for Rpc {
    async fn create_management_body(
        &self,
        request: Request<pb::CreateManagementBodyRequest>,
    ) -> Result<Response<pb::CreateManagementBodyResponse>, Status> {
        let call = self.0.write(request, ops::CreateManagementBody::parse)?;
        call.run(ops::create_management_body, |body| pb::CreateManagementBodyResponse {
            body: Some(wire::management::body(body)),
        })
        .await
    }

    async fn get_management_body(
        &self,
        request: Request<pb::GetManagementBodyRequest>,
    ) -> Result<Response<pb::GetManagementBodyResponse>, Status> {
        let call = self.0.read(request, ops::GetManagementBody::parse)?;
        call.run(ops::get_management_body, |body| pb::GetManagementBodyResponse {
            body: Some(wire::management::body(body)),
        })
        .await
    }

    async fn update_management_body(
        &self,
        request: Request<pb::UpdateManagementBodyRequest>,
    ) -> Result<Response<pb::UpdateManagementBodyResponse>, Status> {
        let call = self.0.write(request, ops::UpdateManagementBody::parse)?;
        call.run(ops::update_management_body, |body| pb::UpdateManagementBodyResponse {
            body: Some(wire::management::body(body)),
        })
        .await
    }

    async fn list_management_bodies(
        &self,
        request: Request<pb::ListManagementBodiesRequest>,
    ) -> Result<Response<pb::ListManagementBodiesResponse>, Status> {
        let call = self.0.read(request, ops::ListManagementBodies::parse)?;
        call.run(ops::list_management_bodies, wire::management::bodies).await
    }

    async fn retire_management_body(
        &self,
        request: Request<pb::RetireManagementBodyRequest>,
    ) -> Result<Response<pb::RetireManagementBodyResponse>, Status> {
        let call = self.0.write(request, ops::RetireManagementBody::parse)?;
        call.run(ops::retire_management_body, |body| pb::RetireManagementBodyResponse {
            body: Some(wire::management::body(body)),
        })
        .await
    }

    async fn appoint_official(
        &self,
        request: Request<pb::AppointOfficialRequest>,
    ) -> Result<Response<pb::AppointOfficialResponse>, Status> {
        let call = self.0.write(request, ops::AppointOfficial::parse)?;
        call.run(ops::appoint_official, |official| pb::AppointOfficialResponse {
            official: Some(wire::management::official(official)),
        })
        .await
    }

    async fn end_official_term(
        &self,
        request: Request<pb::EndOfficialTermRequest>,
    ) -> Result<Response<pb::EndOfficialTermResponse>, Status> {
        let call = self.0.write(request, ops::EndOfficialTerm::parse)?;
        call.run(ops::end_official_term, |official| pb::EndOfficialTermResponse {
            official: Some(wire::management::official(official)),
        })
        .await
    }

    async fn list_officials(
        &self,
        request: Request<pb::ListOfficialsRequest>,
    ) -> Result<Response<pb::ListOfficialsResponse>, Status> {
        let call = self.0.read(request, ops::ListOfficials::parse)?;
        call.run(ops::list_officials, wire::management::officials).await
    }

    async fn batch_get_officials(
        &self,
        request: Request<pb::BatchGetOfficialsRequest>,
    ) -> Result<Response<pb::BatchGetOfficialsResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetOfficials::parse)?;
        call.run_recorded(ops::batch_get_officials, wire::management::officials_found).await
    }
}
