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

    async fn end_leader_term(
        &self,
        request: Request<pb::EndLeaderTermRequest>,
    ) -> Result<Response<pb::EndLeaderTermResponse>, Status> {
        let call = self.0.write(request, ops::EndLeaderTerm::parse)?;
        call.run(ops::end_leader_term, |leader| pb::EndLeaderTermResponse {
            leader: Some(wire::producers::leader(leader)),
        })
        .await
    }

    async fn correct_leader_term(
        &self,
        request: Request<pb::CorrectLeaderTermRequest>,
    ) -> Result<Response<pb::CorrectLeaderTermResponse>, Status> {
        let call = self.0.write(request, ops::CorrectLeaderTerm::parse)?;
        call.run(ops::correct_leader_term, |leader| pb::CorrectLeaderTermResponse {
            leader: Some(wire::producers::leader(leader)),
        })
        .await
    }

    async fn record_producer_figures(
        &self,
        request: Request<pb::RecordProducerFiguresRequest>,
    ) -> Result<Response<pb::RecordProducerFiguresResponse>, Status> {
        let call = self.0.write(request, ops::RecordProducerFigures::parse)?;
        call.run(ops::record_producer_figures, |figures| pb::RecordProducerFiguresResponse {
            figures: Some(wire::figures::figures(figures)),
        })
        .await
    }

    async fn list_producer_figures(
        &self,
        request: Request<pb::ListProducerFiguresRequest>,
    ) -> Result<Response<pb::ListProducerFiguresResponse>, Status> {
        let call = self.0.read(request, ops::ListProducerFigures::parse)?;
        call.run(ops::list_producer_figures, wire::figures::listed).await
    }

    async fn record_succession(
        &self,
        request: Request<pb::RecordSuccessionRequest>,
    ) -> Result<Response<pb::RecordSuccessionResponse>, Status> {
        let call = self.0.write(request, ops::RecordSuccession::parse)?;
        call.run(ops::record_succession, |succession| pb::RecordSuccessionResponse {
            succession: Some(wire::successions::succession(succession)),
        })
        .await
    }

    async fn merge_producers(
        &self,
        request: Request<pb::MergeProducersRequest>,
    ) -> Result<Response<pb::MergeProducersResponse>, Status> {
        let call = self.0.write(request, ops::MergeProducers::parse)?;
        call.run(ops::merge_producers, |(kept, absorbed)| pb::MergeProducersResponse {
            kept: Some(wire::producers::producer(kept)),
            absorbed: Some(wire::producers::producer(absorbed)),
        })
        .await
    }

    async fn get_producer_lineage(
        &self,
        request: Request<pb::GetProducerLineageRequest>,
    ) -> Result<Response<pb::GetProducerLineageResponse>, Status> {
        let call = self.0.read(request, ops::GetProducerLineage::parse)?;
        call.run(ops::get_producer_lineage, |lineage| pb::GetProducerLineageResponse {
            successions: lineage.into_iter().map(wire::successions::succession).collect(),
        })
        .await
    }

    async fn find_duplicate_producers(
        &self,
        request: Request<pb::FindDuplicateProducersRequest>,
    ) -> Result<Response<pb::FindDuplicateProducersResponse>, Status> {
        let call = self.0.read(request, ops::FindDuplicateProducers::parse)?;
        call.run(ops::find_duplicate_producers, wire::duplicates::pairs).await
    }

    async fn judge_duplicate(
        &self,
        request: Request<pb::JudgeDuplicateRequest>,
    ) -> Result<Response<pb::JudgeDuplicateResponse>, Status> {
        let call = self.0.write(request, ops::JudgeDuplicate::parse)?;
        call.run(ops::judge_duplicate, |pair| pb::JudgeDuplicateResponse { pair: Some(wire::duplicates::pair(pair)) })
            .await
    }
}
