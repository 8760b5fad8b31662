//! The minutes of a session: computed from its record, signed by chair and secretary, and needed for a decision.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, person};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::results::with_total;
use crate::sealing::execute;
use crate::{
    CHAIR, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, best,
    cast_ballot, close_scoring, decision, new_id,
};

impl Province {
    /// A session whose only dossier all scorers gave three stars, closed.
    async fn closed_session(&mut self) -> (pb::Dossier, pb::Session) {
        let dossier = self.ready("Rau", 1).await;
        let session = self.session(&[&dossier]).await;
        let choices = self.three_star_choices().await;
        for scorer in SCORERS {
            self.cast(scorer, &session, choices.clone()).await.expect("cast");
        }
        self.close(CHAIR, &session).await.expect("closed");
        (self.dossier(&dossier.id).await, session)
    }

    async fn state(&mut self, number: u64, session_id: &str, text: &str) -> Result<pb::MinutesStatement, Status> {
        let message = pb::RecordStatementRequest {
            request_id: new_id(),
            session_id: session_id.to_owned(),
            dossier_id: String::new(),
            text: text.to_owned(),
        };
        let request = self.by(number, message);
        Ok(self.minutes.record_statement(request).await?.into_inner().statement.expect("given"))
    }

    async fn decides(&mut self, number: &str, dossier: &pb::Dossier) -> Result<pb::Decision, Status> {
        let request = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: PROVINCE.to_owned(),
            decision: Some(decision(number, "2026-11-23")),
            dossier_ids: vec![dossier.id.clone()],
            signed_file_sha256: String::new(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.client.enter_decision(request).await?.into_inner().decision.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn minutes_tell_what_happened(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        let found = pb::Finding {
            rule: Some(pb::finding::Rule::EliminationCause(set.elimination_causes[0].key.clone())),
            evidence: "biên bản kiểm tra".to_owned(),
        };
        for (round, totals) in [(1, [71, 65, 65, 60]), (2, [68, 66, 65, 64])] {
            // Four of five: the last member is not there.
            for (scorer, total) in SCORERS.into_iter().zip(totals) {
                let mut ballot = pb::CastBallotRequest { round, ..cast_ballot(&session, with_total(&set, total)) };
                if (round, scorer) == (2, CHAIR) {
                    ballot.findings = vec![found.clone()];
                }
                let request = province.by(scorer, ballot);
                province.client.cast_ballot(request).await.expect("cast");
            }
            let status = province.read_minutes(CHAIR, &session.id).await.expect_err("sealed");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::MinutesNotReady, "session_id");
            let request = province.by(CHAIR, pb::CloseScoringRequest { round, ..close_scoring(&session) });
            province.client.close_scoring(request).await.expect("closed");
            if round == 1 {
                let message = pb::OpenSecondBallotRequest {
                    request_id: new_id(),
                    session_id: session.id.clone(),
                    dossier_id: dossier.id.clone(),
                    discussion: "Thảo luận về nguyên liệu".to_owned(),
                };
                let request = province.by(CHAIR, message);
                province.ballots.open_second_ballot(request).await.expect("opened");
            }
        }
        let stated = province.state(SCORERS[1], &session.id, "Tôi bảo lưu ý kiến").await.expect("recorded");
        let minutes = province.read_minutes(SECRETARY, &session.id).await.expect("minutes");
        assert_eq!((minutes.signatures.len(), minutes.signed_by_both), (0, false));
        let content = minutes.content.expect("given");
        assert_eq!(content.council.as_ref().expect("given").regulation_id, "practice-2026");
        let there: Vec<_> = content.attendance.iter().map(|member| (member.present, member.scored_dossier_count)).collect();
        assert_eq!(there, [(true, 0), (true, 1), (true, 1), (true, 1), (true, 1), (false, 0)]);
        let told = &content.dossiers[0];
        assert_eq!((told.product_name.as_str(), told.product_code.as_str()), ("Rau", "11-03127-1-2026"));
        let rounds: Vec<_> = told.rounds.iter().map(|round| {
            (round.round, round.conclusion(), round.score.as_ref().expect("given").sum_points, round.member_totals.len())
        }).collect();
        assert_eq!(rounds, [
            (1, pb::RoundConclusion::Discussion, 261, 4),
            (2, pb::RoundConclusion::Decided, 263, 4),
        ]);
        assert!(!told.rounds[0].differing_criteria.is_empty() && told.rounds[1].stability.is_some());
        assert_eq!(told.discussion, "Thảo luận về nguyên liệu");
        assert_eq!((told.findings[0].round, &told.findings[0].person_id), (2, &person(CHAIR).to_string()));
        assert_eq!(told.findings[0].finding, Some(found));
        assert_eq!(told.findings[0].text, set.elimination_causes[0].title);
        assert_eq!(content.statements, [stated]);
    }

    async fn minutes_are_read_by_the_council_and_those_who_answer_for_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, session) = province.closed_session().await;
        let get = pb::GetMinutesRequest { session_id: session.id.clone() };
        for (number, role, unit) in [
            (CHAIR, Role::Expert, PROVINCE),
            (SCORERS[1], Role::Expert, PROVINCE),
            (40, Role::ProvinceOfficer, PROVINCE),
            (41, Role::ProvinceLeader, PROVINCE),
            (42, Role::Auditor, PROVINCE),
        ] {
            let request = province.by_role(number, role, unit, get.clone());
            province.minutes.get_minutes(request).await.expect("told");
        }
        for (number, role, unit) in [(43, Role::Expert, PROVINCE), (44, Role::ProvinceOfficer, OTHER_PROVINCE)] {
            let request = province.by_role(number, role, unit, get.clone());
            assert_refused(
                province.minutes.get_minutes(request).await, Code::NotFound, ErrorReason::SessionNotFound, "session_id",
            );
        }
    }

    async fn chair_and_secretary_sign_each_herself(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, session) = province.closed_session().await;
        let read = province.read_minutes(CHAIR, &session.id).await.expect("minutes");
        for (number, code, reason) in [
            (SCORERS[1], Code::PermissionDenied, ErrorReason::CouncilDutyMissing),
            (PROVINCE_OFFICER, Code::NotFound, ErrorReason::SessionNotFound),
        ] {
            let status = province.sign(number, &read).await.expect_err("refused");
            assert_status(&status, code, reason, if code == Code::NotFound { "session_id" } else { "" });
        }
        // What a member wants to be said makes another content of it.
        province.state(SCORERS[1], &session.id, "Tôi bảo lưu ý kiến").await.expect("recorded");
        let status = province.sign(CHAIR, &read).await.expect_err("refused");
        assert_status(&status, Code::Aborted, ErrorReason::MinutesChanged, "sha256");
        let read = province.read_minutes(CHAIR, &session.id).await.expect("minutes");
        let signed = province.sign(CHAIR, &read).await.expect("signed");
        assert_eq!((signed.signatures.len(), signed.signed_by_both), (1, false));
        let status = province.sign(CHAIR, &read).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::MinutesAlreadySigned, "session_id");
        // From the first signature on nothing is added.
        let status = province.state(SCORERS[1], &session.id, "Và nữa").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::MinutesFrozen, "session_id");
        let both = province.sign(SECRETARY, &read).await.expect("signed");
        assert!(both.signed_by_both && both.content == read.content);
        let duties: Vec<_> = both.signatures.iter().map(pb::MinutesSignature::duty).collect();
        assert_eq!(duties, [pb::Duty::Chair, pb::Duty::Secretary]);
    }

    async fn statements_are_the_councils_own(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, session) = province.closed_session().await;
        let elsewhere = province.ready("Cà", 1).await;
        let status = province.state(PROVINCE_OFFICER, &session.id, "Ý kiến").await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::SessionNotFound, "session_id");
        let status = province.state(CHAIR, &session.id, "").await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "text");
        let message = pb::RecordStatementRequest {
            request_id: new_id(), session_id: session.id, dossier_id: elsewhere.id, text: "Ý kiến".to_owned(),
        };
        let request = province.by(CHAIR, message);
        assert_refused(
            province.minutes.record_statement(request).await,
            Code::NotFound, ErrorReason::DossierNotInSession, "dossier_id",
        );
    }

    async fn a_decision_needs_minutes_signed_by_both(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (dossier, session) = province.closed_session().await;
        for signs in [CHAIR, SECRETARY] {
            let status = province.decides("1/QĐ", &dossier).await.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::MinutesNotSigned, "dossier_ids");
            let minutes = province.read_minutes(signs, &session.id).await.expect("minutes");
            province.sign(signs, &minutes).await.expect("signed");
        }
        province.decides("1/QĐ", &dossier).await.expect("entered");
    }

    async fn the_ministry_gets_a_dossier_with_signed_minutes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Năm", 1).await;
        let session = province.session(&[&dossier]).await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        province.close(CHAIR, &session).await.expect("closed");
        let five = province.dossier(&dossier.id).await;
        let message = || pb::TransferDossierRequest {
            request_id: new_id(), dossier_id: five.id.clone(), etag: five.etag.clone(), letter: String::new(),
        };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message());
        assert_refused(
            province.steps.transfer_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::MinutesNotSigned, "dossier_id",
        );
        province.sign_minutes(&session.id).await;
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message());
        province.steps.transfer_dossier(request).await.expect("handed over");
    }

    /// Changed behind the service's back after they were signed, minutes count as unsigned; nor does a signature count
    /// that the service did not write.
    async fn minutes_that_were_changed_are_void(database: TestDatabase) {
        for (change, left) in [
            ("UPDATE session_minutes SET content = content || content", 2),
            ("UPDATE minutes_signature SET person_id = session_id WHERE duty = 'chair'", 1),
            ("UPDATE minutes_signature SET code = session_minutes.content FROM session_minutes", 0),
        ] {
            let database = database.another().await;
            let mut province = Province::on(&database).await;
            let (dossier, session) = province.closed_session().await;
            province.sign_minutes(&session.id).await;
            execute(&database, change, []).await;
            let status = province.decides("1/QĐ", &dossier).await.expect_err(change);
            assert_status(&status, Code::FailedPrecondition, ErrorReason::MinutesNotSigned, "dossier_ids");
            let minutes = province.read_minutes(CHAIR, &session.id).await.expect("minutes");
            assert_eq!((minutes.signatures.len(), minutes.signed_by_both), (left, false), "{change}");
        }
    }

    async fn chair_and_secretary_may_sign_at_the_same_moment(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for _ in 0..3 {
            let (_, session) = province.closed_session().await;
            let read = province.read_minutes(CHAIR, &session.id).await.expect("minutes");
            let mut signing = JoinSet::new();
            for number in [CHAIR, SECRETARY, CHAIR, SECRETARY] {
                let request = province.by(number, testkit::dossiers::sign_minutes(new_id(), &read));
                let mut client = province.minutes.clone();
                signing.spawn(async move { client.sign_minutes(request).await });
            }
            let (signed, refused): (Vec<_>, Vec<_>) = signing.join_all().await.into_iter().partition(Result::is_ok);
            assert_eq!(signed.len(), 2);
            for refusal in refused {
                let status = refusal.expect_err("refused");
                assert_status(&status, Code::AlreadyExists, ErrorReason::MinutesAlreadySigned, "session_id");
            }
            let minutes = province.read_minutes(CHAIR, &session.id).await.expect("minutes");
            assert!(minutes.signed_by_both);
        }
    }
}
