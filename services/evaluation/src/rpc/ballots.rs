//! The rpcs about rounds of ballots.

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
}
