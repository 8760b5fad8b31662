//! Councils, sessions and ballots: who may do what, and when.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::Code;

use crate::{
    CHAIR, OTHER_PROVINCE, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, appoint_council, best, cast_ballot, member,
    open_session,
};

testkit::on_both_databases! {
    async fn a_council_is_kept_as_it_was_appointed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let council = province.council().await;
        assert_eq!((council.members.len(), council.regulation_id.as_str()), (6, "practice-2026"));
        let get = pb::GetCouncilRequest { council_id: council.id.clone() };
        let request = province.by(SECRETARY, get.clone());
        assert_eq!(province.client.get_council(request).await.expect("found").into_inner().council, Some(council));
        let request = province.by(42, get);
        assert_refused(
            province.client.get_council(request).await, Code::NotFound, ErrorReason::CouncilNotFound, "council_id",
        );
    }

    async fn members_who_make_no_council_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut request = appoint_council();
        request.council.as_mut().expect("given").members.push(member(99, pb::Duty::Chair));
        let request = province.by(PROVINCE_OFFICER, request);
        assert_refused(
            province.client.appoint_council(request).await,
            Code::InvalidArgument, ErrorReason::CouncilCompositionWrong, "council.members",
        );
        let mut request = appoint_council();
        request.council.as_mut().expect("given").members[1].full_name.clear();
        let request = province.by(PROVINCE_OFFICER, request);
        assert_refused(
            province.client.appoint_council(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "council.members[1].full_name",
        );
        let mut request = appoint_council();
        request.council.as_mut().expect("given").unit_id = OTHER_PROVINCE.to_owned();
        let request = province.by(PROVINCE_OFFICER, request);
        assert_refused(
            province.client.appoint_council(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
    }

    async fn the_chair_or_secretary_opens_a_session(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Mật ong", 4).await;
        let council = province.council().await;
        let open = open_session(&council, &[&dossier]);
        for (number, code, reason) in [
            (SCORERS[1], Code::PermissionDenied, ErrorReason::CouncilDutyMissing),
            (42, Code::NotFound, ErrorReason::CouncilNotFound),
        ] {
            let request = province.by(number, open.clone());
            assert_refused(province.client.open_session(request).await, code, reason, "");
        }
        let request = province.by(SECRETARY, open.clone());
        let session = province.client.open_session(request).await.expect("opened").into_inner().session;
        assert_eq!(session.expect("given").dossiers[0].dossier_id, dossier.id);
        // The same dossier is not scored twice.
        let request = province.by(CHAIR, open_session(&council, &[&dossier]));
        assert_refused(
            province.client.open_session(request).await,
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id",
        );
    }

    async fn a_council_works_within_its_term(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Mật ong", 4).await;
        let council = province.council().await;
        province.bed.hands.advance(TimeDelta::days(365));
        let request = province.by(SECRETARY, open_session(&council, &[&dossier]));
        assert_refused(
            province.client.open_session(request).await,
            Code::FailedPrecondition, ErrorReason::CouncilTermOver, "council_id",
        );
    }

    async fn a_ballot_is_refused_where_it_does_not_belong(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (dossier, elsewhere) = (province.ready("Một", 4).await, province.ready("Hai", 4).await);
        let session = province.session(&[&dossier]).await;
        let (chair, choices) = (SCORERS[0], best(&set));
        province.cast(chair, &session, choices.clone()).await.expect("cast");
        let refused = [
            (chair, choices.clone(), Code::AlreadyExists, ErrorReason::BallotAlreadyCast, "dossier_id"),
            (SECRETARY, choices.clone(), Code::PermissionDenied, ErrorReason::CouncilDutyMissing, ""),
            (42, choices.clone(), Code::NotFound, ErrorReason::SessionNotFound, "session_id"),
        ];
        for (number, choices, code, reason, field) in refused {
            let status = province.cast(number, &session, choices).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        let mut ballot = cast_ballot(&session, choices.clone());
        ballot.dossier_id.clone_from(&elsewhere.id);
        let request = province.by(SCORERS[1], ballot);
        assert_refused(
            province.client.cast_ballot(request).await, Code::NotFound, ErrorReason::DossierNotInSession, "dossier_id",
        );
        let mut ballot = cast_ballot(&session, choices.clone());
        ballot.choices[2].option = 9;
        let request = province.by(SCORERS[1], ballot);
        assert_refused(
            province.client.cast_ballot(request).await,
            Code::InvalidArgument, ErrorReason::OptionUnknown, "choices[2].option",
        );
        let mut ballot = cast_ballot(&session, choices);
        ballot.findings.push(pb::Finding {
            rule: Some(pb::finding::Rule::EliminationCause("bad_weather".to_owned())),
            evidence: "biên bản".to_owned(),
        });
        let request = province.by(SCORERS[1], ballot);
        assert_refused(
            province.client.cast_ballot(request).await,
            Code::InvalidArgument, ErrorReason::FindingRuleUnknown, "findings[0].rule",
        );
    }

    async fn closing_needs_a_quorum_with_the_chair(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        // Four of five, but not the chair.
        for scorer in &SCORERS[1..] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        assert_status(
            &province.close(SECRETARY, &session).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id",
        );
        province.cast(CHAIR, &session, best(&set)).await.expect("cast");
        assert_status(
            &province.close(SCORERS[1], &session).await.expect_err("refused"),
            Code::PermissionDenied, ErrorReason::CouncilDutyMissing, "",
        );
        let result = province.close(SECRETARY, &session).await.expect("closed");
        let score = result.score.expect("given");
        assert_eq!((score.sheet_count, score.sum_points, score.star), (5, 500, 5));
        for (number, code, reason) in [
            (SECRETARY, Code::FailedPrecondition, ErrorReason::ScoringClosed),
            (42, Code::NotFound, ErrorReason::SessionNotFound),
        ] {
            assert_status(&province.close(number, &session).await.expect_err("refused"), code, reason, "");
        }
    }

    async fn a_ballot_after_the_close_is_late(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for scorer in &SCORERS[..4] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        province.close(CHAIR, &session).await.expect("closed");
        assert_status(
            &province.cast(SCORERS[4], &session, best(&set)).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id",
        );
    }

    async fn a_session_scores_dossiers_of_its_province_only(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Mật ong", 4).await;
        let mut request = appoint_council();
        request.council.as_mut().expect("given").unit_id = OTHER_PROVINCE.to_owned();
        let request = province.by_role(5, Role::ProvinceOfficer, OTHER_PROVINCE, request);
        let council = province.client.appoint_council(request).await.expect("appointed").into_inner().council;
        let request = province.by(SECRETARY, open_session(&council.expect("given"), &[&dossier]));
        assert_refused(
            province.client.open_session(request).await,
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossiers",
        );
    }
}
