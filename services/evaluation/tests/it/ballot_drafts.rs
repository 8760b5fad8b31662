//! Drafts of ballots: a member's own, and as sealed as ballots.

use platform::ids::RawId;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_refused, assert_status, count, person};
use tonic::{Code, Status};

use crate::sealing::execute;
use crate::{CHAIR, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, best, cast_ballot, new_id, with};

impl Province {
    fn draft_of(session: &pb::Session, choices: Vec<pb::Choice>) -> pb::SaveBallotDraftRequest {
        let ballot = cast_ballot(session, choices);
        pb::SaveBallotDraftRequest {
            request_id: new_id(),
            session_id: ballot.session_id,
            dossier_id: ballot.dossier_id,
            choices: ballot.choices,
            ..Default::default()
        }
    }

    async fn draft(&mut self, number: u64, session: &pb::Session, choices: Vec<pb::Choice>) -> Result<(), Status> {
        let request = self.by(number, Self::draft_of(session, choices));
        self.ballots.save_ballot_draft(request).await.map(|_| ())
    }

    async fn read_draft(&mut self, number: u64, session: &pb::Session) -> Result<pb::BallotDraft, Status> {
        let message = pb::GetBallotDraftRequest {
            session_id: session.id.clone(),
            dossier_id: session.dossiers[0].dossier_id.clone(),
        };
        let request = self.by(number, message);
        Ok(self.ballots.get_ballot_draft(request).await?.into_inner().draft.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn a_member_finds_her_own_draft_and_nobody_else_does(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let few = best(&set)[..3].to_vec();
        province.draft(SCORERS[1], &session, best(&set)).await.expect("kept");
        province.draft(SCORERS[1], &session, few.clone()).await.expect("kept in its place");
        let kept = province.read_draft(SCORERS[1], &session).await.expect("hers");
        assert_eq!((kept.choices, kept.round), (few, 1));
        for number in [CHAIR, SECRETARY, SCORERS[2]] {
            let status = province.read_draft(number, &session).await.expect_err("refused");
            assert_status(&status, Code::NotFound, ErrorReason::BallotDraftNotFound, "dossier_id");
        }
        for number in [PROVINCE_OFFICER, 42] {
            let status = province.read_draft(number, &session).await.expect_err("refused");
            assert_status(&status, Code::NotFound, ErrorReason::SessionNotFound, "session_id");
        }
    }

    /// No list, session, etag, event or row tells of a draft, or what it holds.
    async fn a_draft_leaves_no_trace_that_others_see(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let before = province.dossier(&dossier.id).await;
        let events = count(&database, "SELECT COUNT(*) AS count FROM event").await;
        province.draft(SCORERS[1], &session, best(&set)).await.expect("kept");
        province.draft(SCORERS[2], &session, best(&set)[..1].to_vec()).await.expect("kept");
        assert_eq!(province.dossier(&dossier.id).await, before);
        assert_eq!(count(&database, "SELECT COUNT(*) AS count FROM event").await, events);
        let request = province.by(CHAIR, pb::GetSessionRequest { session_id: session.id.clone() });
        let seen = province.client.get_session(request).await.expect("seen").into_inner().session.expect("given");
        assert!(seen.dossiers[0].voted_person_ids.is_empty(), "a draft is no ballot");
        let status = province.close(CHAIR, &session).await.expect_err("refused");
        assert!(status.message().contains("0 of 5") || status.message().contains("0 trên 5"), "{status:?}");

        let db = database.open().await;
        let select = Statement::from_string(db.backend(), "SELECT content FROM ballot_draft");
        let rows = db.reader().query_all_raw(select).await.expect("read");
        let kept: Vec<Vec<u8>> = rows.iter().map(|row| row.try_get_by_index(0).expect("content")).collect();
        let sheet: Vec<_> = best(&set).iter().map(|choice| u8::try_from(choice.option).expect("few")).collect();
        assert_eq!(kept[0].len(), kept[1].len(), "its length says nothing");
        assert!(kept.iter().all(|content| !content.windows(sheet.len()).any(|window| window == sheet)));
    }

    async fn a_draft_goes_when_its_ballot_is_cast(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        province.draft(CHAIR, &session, best(&set)).await.expect("kept");
        province.cast(CHAIR, &session, best(&set)).await.expect("cast");
        let status = province.read_draft(CHAIR, &session).await.expect_err("gone");
        assert_status(&status, Code::NotFound, ErrorReason::BallotDraftNotFound, "dossier_id");
        let status = province.draft(CHAIR, &session, best(&set)).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::BallotAlreadyCast, "dossier_id");
    }

    async fn drafts_that_were_never_cast_go_with_the_close(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        province.draft(SCORERS[4], &session, best(&set)).await.expect("kept");
        for scorer in &SCORERS[..4] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        let score = province.close(CHAIR, &session).await.expect("closed").score.expect("given");
        assert_eq!(score.sheet_count, 4, "a draft counts nothing");
        assert_eq!(count(&database, "SELECT COUNT(*) AS count FROM ballot_draft").await, 0);
        let status = province.draft(SCORERS[4], &session, best(&set)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
    }

    async fn what_is_no_ballot_is_no_draft(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for (number, choices, code, reason, field) in [
            (SECRETARY, best(&set), Code::PermissionDenied, ErrorReason::CouncilDutyMissing, ""),
            (42, best(&set), Code::NotFound, ErrorReason::SessionNotFound, "session_id"),
            (CHAIR, with(&best(&set), "1.1", 99), Code::InvalidArgument, ErrorReason::OptionUnknown, "choices[0].option"),
        ] {
            let status = province.draft(number, &session, choices).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        let second = pb::SaveBallotDraftRequest { round: 2, ..Province::draft_of(&session, best(&set)) };
        let request = province.by(CHAIR, second);
        assert_refused(
            province.ballots.save_ballot_draft(request).await,
            Code::FailedPrecondition, ErrorReason::BallotRoundWrong, "round",
        );
    }

    /// A draft that someone puts among the ballots behind the service's back does not open, and the closing stops.
    async fn a_draft_cannot_be_made_a_ballot(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for scorer in &SCORERS[..4] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        province.draft(SCORERS[4], &session, best(&set)).await.expect("kept");
        let insert = "INSERT INTO ballot (id, session_id, dossier_id, person_id, content, cast_at, sealed, round) \
                      SELECT id, session_id, dossier_id, person_id, content, saved_at, TRUE, round FROM ballot_draft \
                      WHERE person_id = $1";
        execute(&database, insert, [RawId::from(person(SCORERS[4])).into()]).await;
        let status = province.close(CHAIR, &session).await.expect_err("refused");
        assert_status(&status, Code::Internal, ErrorReason::Internal, "");
    }
}
