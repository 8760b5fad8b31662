//! What several people decide together holds when they act at the same moment.

use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_status};
use tokio::task::JoinSet;
use tonic::Code;

use crate::voters::{declare_conflict, record_departure};
use crate::{CHAIR, Province, SCORERS, SECRETARY, best, cast_ballot, close_scoring};

testkit::on_both_databases! {
    async fn of_two_closers_one_closes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        let mut closing = JoinSet::new();
        for closer in [CHAIR, SECRETARY, CHAIR, SECRETARY] {
            let (mut client, request) = (province.client.clone(), province.by(closer, close_scoring(&session)));
            closing.spawn(async move { client.close_scoring(request).await });
        }
        let (closed, refused): (Vec<_>, Vec<_>) = closing.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(closed.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
        }
    }

    /// A ballot that was taken is counted, and one that is not counted was refused.
    async fn a_voter_and_a_closer_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for _ in 0..6 {
            let dossier = province.ready("Mật ong", 4).await;
            let session = province.session(&[&dossier]).await;
            for scorer in &SCORERS[..4] {
                province.cast(*scorer, &session, best(&set)).await.expect("cast");
            }
            let (mut voting, mut closing) = (province.client.clone(), province.client.clone());
            let vote = province.by(SCORERS[4], cast_ballot(&session, best(&set)));
            let close = province.by(CHAIR, close_scoring(&session));
            let (vote, close) = tokio::join!(
                tokio::spawn(async move { voting.cast_ballot(vote).await }),
                tokio::spawn(async move { closing.close_scoring(close).await }),
            );
            let counted = close.expect("ended").expect("closed").into_inner().result.expect("given").score;
            let counted = counted.expect("given").sheet_count;
            match vote.expect("ended") {
                Ok(_) => assert_eq!(counted, 5),
                Err(status) => {
                    assert_eq!(counted, 4);
                    assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
                }
            }
        }
    }

    /// A ballot of a member with a conflict is refused, or was taken and is not counted.
    async fn a_conflict_and_a_vote_at_once_leave_no_vote(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for _ in 0..4 {
            let (session, _) = province.scored_by(&SCORERS[..4], &best(&set)).await;
            let (mut voting, mut declaring) = (province.client.clone(), province.councils.clone());
            let vote = province.by(SCORERS[4], cast_ballot(&session, best(&set)));
            let declare = province.by(SCORERS[4], declare_conflict(&session));
            let (vote, declared) = tokio::join!(
                tokio::spawn(async move { voting.cast_ballot(vote).await }),
                tokio::spawn(async move { declaring.declare_conflict(declare).await }),
            );
            declared.expect("ended").expect("declared");
            if let Err(status) = vote.expect("ended") {
                assert_status(&status, Code::FailedPrecondition, ErrorReason::MemberRecused, "dossier_id");
            }
            let score = province.close(SECRETARY, &session).await.expect("closed").score.expect("given");
            assert_eq!(score.sheet_count, 4);
        }
    }

    /// A conflict is declared before the closing, which leaves her ballot out, or it comes too late.
    async fn a_conflict_and_a_closing_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for _ in 0..4 {
            let (session, dossier) = province.scored_by(&SCORERS, &best(&set)).await;
            let (mut closing, mut declaring) = (province.client.clone(), province.councils.clone());
            let close = province.by(CHAIR, close_scoring(&session));
            let declare = province.by(SCORERS[4], declare_conflict(&session));
            let (close, declared) = tokio::join!(
                tokio::spawn(async move { closing.close_scoring(close).await }),
                tokio::spawn(async move { declaring.declare_conflict(declare).await }),
            );
            let result = close.expect("ended").expect("closed").into_inner().result.expect("given");
            match declared.expect("ended") {
                Ok(_) => assert_eq!(result.member_totals.len(), 4),
                Err(status) => {
                    assert_eq!(result.member_totals.len(), 5);
                    assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
                }
            }
            let get = province.by(CHAIR, pb::GetResultRequest { dossier_id: dossier.id });
            let again = province.client.get_result(get).await.expect("found").into_inner().result.expect("given");
            assert_eq!(again.score, result.score, "computed again it is the same");
        }
    }

    /// Three of five have cast: the closing waits for the departure of a fourth, or is refused.
    async fn a_departure_and_a_closing_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for _ in 0..4 {
            let (session, _) = province.scored_by(&SCORERS[..3], &best(&set)).await;
            let (mut closing, mut leaving) = (province.client.clone(), province.councils.clone());
            let close = province.by(CHAIR, close_scoring(&session));
            let leave = province.by(SECRETARY, record_departure(&session, SCORERS[4]));
            let (close, left) = tokio::join!(
                tokio::spawn(async move { closing.close_scoring(close).await }),
                tokio::spawn(async move { leaving.record_departure(leave).await }),
            );
            left.expect("ended").expect("left");
            let result = match close.expect("ended") {
                Ok(closed) => closed.into_inner().result.expect("given"),
                Err(status) => {
                    assert_status(&status, Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id");
                    province.close(CHAIR, &session).await.expect("closed: she has left")
                }
            };
            assert_eq!(result.member_totals.len(), 3);
        }
    }

    /// Who leaves while she votes has a ballot that counts, or none.
    async fn a_departure_and_a_vote_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for _ in 0..4 {
            let (session, _) = province.scored_by(&SCORERS[..4], &best(&set)).await;
            let (mut voting, mut leaving) = (province.client.clone(), province.councils.clone());
            let vote = province.by(SCORERS[4], cast_ballot(&session, best(&set)));
            let leave = province.by(SECRETARY, record_departure(&session, SCORERS[4]));
            let (vote, left) = tokio::join!(
                tokio::spawn(async move { voting.cast_ballot(vote).await }),
                tokio::spawn(async move { leaving.record_departure(leave).await }),
            );
            left.expect("ended").expect("left");
            let voted = match vote.expect("ended") {
                Ok(_) => 5,
                Err(status) => {
                    assert_status(&status, Code::FailedPrecondition, ErrorReason::MemberAway, "session_id");
                    4
                }
            };
            let result = province.close(CHAIR, &session).await.expect("closed");
            assert_eq!(result.member_totals.len(), voted);
        }
    }

    async fn a_member_who_votes_twice_at_once_has_one_ballot(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let mut voting = JoinSet::new();
        for _ in 0..4 {
            let request = province.by(CHAIR, cast_ballot(&session, best(&set)));
            let mut client = province.client.clone();
            voting.spawn(async move { client.cast_ballot(request).await });
        }
        let (cast, refused): (Vec<_>, Vec<_>) = voting.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(cast.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::AlreadyExists, ErrorReason::BallotAlreadyCast, "dossier_id");
        }
    }

    async fn dossiers_of_one_product_filed_at_once_are_one(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let mut filing = JoinSet::new();
        for _ in 0..4 {
            let request = testkit::dossiers::file(crate::new_id(), &product.id);
            let request = province.by(crate::COMMUNE_OFFICER, request);
            let mut client = province.client.clone();
            filing.spawn(async move { client.file_dossier(request).await });
        }
        let (filed, refused): (Vec<_>, Vec<_>) = filing.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(filed.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::AlreadyExists, ErrorReason::DossierInProgress, "product_id");
        }
    }
}
