//! The rpcs about what is kept of producers beside their record.

use proto::registry::v1 as pb;
use proto::registry::v1::producer_service_server::ProducerService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl ProducerService for Rpc {
    async fn set_legal_representative(
        &self,
        request: Request<pb::SetLegalRepresentativeRequest>,
    ) -> Result<Response<pb::SetLegalRepresentativeResponse>, Status> {
        let call = self.0.write(request, ops::SetLegalRepresentative::parse)?;
        call.run(ops::set_legal_representative, |representative| pb::SetLegalRepresentativeResponse {
            legal_representative: Some(wire::persons::legal_representative(&representative)),
        })
        .await
    }

    async fn reveal_legal_representative(
        &self,
        request: Request<pb::RevealLegalRepresentativeRequest>,
    ) -> Result<Response<pb::RevealLegalRepresentativeResponse>, Status> {
        let call = self.0.read(request, ops::RevealLegalRepresentative::parse)?;
        call.run_recorded(ops::reveal_legal_representative, wire::persons::revealed).await
    }

    async fn add_producer_workers(
        &self,
        request: Request<pb::AddProducerWorkersRequest>,
    ) -> Result<Response<pb::AddProducerWorkersResponse>, Status> {
        let call = self.0.write(request, ops::AddProducerWorkers::parse)?;
        call.run(ops::add_producer_workers, |workers| pb::AddProducerWorkersResponse {
            person_ids: workers.iter().map(ToString::to_string).collect(),
        })
        .await
    }

    async fn remove_producer_workers(
        &self,
        request: Request<pb::RemoveProducerWorkersRequest>,
    ) -> Result<Response<pb::RemoveProducerWorkersResponse>, Status> {
        let call = self.0.write(request, ops::RemoveProducerWorkers::parse)?;
        call.run(ops::remove_producer_workers, |worker_count| pb::RemoveProducerWorkersResponse { worker_count }).await
    }

    async fn list_producer_workers(
        &self,
        request: Request<pb::ListProducerWorkersRequest>,
    ) -> Result<Response<pb::ListProducerWorkersResponse>, Status> {
        let call = self.0.read(request, ops::ListProducerWorkers::parse)?;
        call.run_recorded(ops::list_producer_workers, wire::persons::workers).await
    }

    async fn list_person_reads(
        &self,
        request: Request<pb::ListPersonReadsRequest>,
    ) -> Result<Response<pb::ListPersonReadsResponse>, Status> {
        let call = self.0.read(request, ops::ListPersonReads::parse)?;
        call.run(ops::list_person_reads, wire::persons::reads).await
    }

    async fn batch_get_producer_flags(
        &self,
        request: Request<pb::BatchGetProducerFlagsRequest>,
    ) -> Result<Response<pb::BatchGetProducerFlagsResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetProducerFlags::parse)?;
        call.run(ops::batch_get_producer_flags, wire::persons::flags).await
    }
}
