//! The rpcs about rounds of ballots.

use platform::wire::timestamp;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::ballot_service_server::BallotService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl BallotService for Rpc {
    async fn open_second_ballot(
        &self,
        request: Request<pb::OpenSecondBallotRequest>,
    ) -> Result<Response<pb::OpenSecondBallotResponse>, Status> {
        let call = self.0.write(request, ops::OpenSecondBallot::parse)?;
        call.run(ops::open_second_ballot, |scoring| pb::OpenSecondBallotResponse {
            dossier: Some(wire::ballots::session_dossier(scoring)),
        })
        .await
    }

    async fn get_round_result(
        &self,
        request: Request<pb::GetRoundResultRequest>,
    ) -> Result<Response<pb::GetRoundResultResponse>, Status> {
        let call = self.0.read(request, ops::GetRoundResult::parse)?;
        call.run_at_one_moment(ops::get_round_result, |seen| pb::GetRoundResultResponse {
            result: Some(wire::seen_result(seen)),
        })
        .await
    }

    async fn save_ballot_draft(
        &self,
        request: Request<pb::SaveBallotDraftRequest>,
    ) -> Result<Response<pb::SaveBallotDraftResponse>, Status> {
        let call = self.0.write(request, ops::SaveBallotDraft::parse)?;
        call.run(ops::save_ballot_draft, |draft| pb::SaveBallotDraftResponse {
            saved_at: Some(timestamp(draft.cast_at)),
        })
        .await
    }

    async fn get_ballot_draft(
        &self,
        request: Request<pb::GetBallotDraftRequest>,
    ) -> Result<Response<pb::GetBallotDraftResponse>, Status> {
        let call = self.0.read(request, ops::GetBallotDraft::parse)?;
        call.run(ops::get_ballot_draft, |draft| pb::GetBallotDraftResponse { draft: Some(draft) }).await
    }
}
