//! Until a scoring closes, nobody learns anything of what ballots hold.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::feed_service_client::FeedServiceClient;
use testkit::{Callers, TestDatabase, assert_refused, eventually, person};
use tonic::Code;

use crate::{CHAIR, PROVINCE, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, best};

testkit::on_both_databases! {
    async fn results_are_sealed_for_everyone_until_the_close(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        let get = pb::GetResultRequest { dossier_id: dossier.id.clone() };
        for number in [CHAIR, SECRETARY, SCORERS[2], PROVINCE_OFFICER] {
            let request = province.by(number, get.clone());
            assert_refused(
                province.client.get_result(request).await,
                Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id",
            );
        }
        let request = province.by_role(9, Role::Administrator, "VN", get.clone());
        assert_refused(
            province.client.get_result(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        province.close(CHAIR, &session).await.expect("closed");
        let request = province.by(SCORERS[2], get);
        let result = province.client.get_result(request).await.expect("open").into_inner().result.expect("given");
        assert_eq!(result.member_totals.len(), 5);
    }

    async fn who_has_voted_is_told_to_chair_and_secretary_alone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        province.cast(SCORERS[2], &session, best(&set)).await.expect("cast");
        let get = pb::GetSessionRequest { session_id: session.id.clone() };
        for (number, told) in [(CHAIR, 1), (SECRETARY, 1), (SCORERS[2], 0), (SCORERS[3], 0)] {
            let request = province.by(number, get.clone());
            let seen = province.client.get_session(request).await.expect("seen").into_inner().session.expect("given");
            assert_eq!(seen.dossiers[0].voted_person_ids.len(), told, "{number}");
        }
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, PROVINCE, get);
        assert_refused(
            province.client.get_session(request).await, Code::NotFound, ErrorReason::SessionNotFound, "session_id",
        );
    }

    /// Neither the dossier's etag nor the session changes when someone votes, and the event tells of a ballot
    /// without saying whose or what.
    async fn voting_leaves_no_trace_that_others_see(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let before = province.dossier(&dossier.id).await;
        province.cast(SCORERS[2], &session, best(&set)).await.expect("cast");
        assert_eq!(province.dossier(&dossier.id).await, before);

        let authorization = province.bed.callers.service_authorization("reporting");
        let voter = person(SCORERS[2]).to_string();
        let found = std::sync::Mutex::new(None);
        eventually("the ballot is in the feed", || {
            let mut feed = FeedServiceClient::new(province.bed.wire());
            let request = Callers::request(&authorization, pb::ReadRequest { after_position: 0 });
            let found = &found;
            async move {
                let mut stream = feed.read(request).await.expect("the feed").into_inner();
                let page = stream.message().await.expect("read").expect("a page");
                let cast = page.events.into_iter().find(|event| event.r#type == "ocop.evaluation.v1.BallotCast");
                *found.lock().expect("unpoisoned") = cast;
                found.lock().expect("unpoisoned").is_some()
            }
        })
        .await;
        let event = found.into_inner().expect("unpoisoned").expect("found");
        let told = <pb::BallotCast as prost::Message>::decode(event.payload.as_slice()).expect("a ballot");
        assert_eq!(told, pb::BallotCast { session_id: session.id, dossier_id: dossier.id });
        assert_eq!(event.actor_id, voter, "for the audit trail; feeds are read by services only");
    }
}
