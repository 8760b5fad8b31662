//! What several people decide together holds when they act at the same moment.

use proto::common::v1::ErrorReason;
use testkit::{TestDatabase, assert_status};
use tokio::task::JoinSet;
use tonic::Code;

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
