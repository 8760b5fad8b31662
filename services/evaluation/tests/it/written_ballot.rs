//! Re-rankings answered in writing: by a day, each member alone.

use chrono::TimeDelta;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, dossiers};
use tonic::{Code, Status};

use crate::{
    CHAIR, COMMUNE_OFFICER, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, decision, new_id, open_session, with,
};

/// From the day of the tests to one in the filing window of a certificate issued on it.
const DAYS_TO_THE_WINDOW: i64 = 930;
/// Ten days later.
const UNTIL: &str = "2029-06-20";

impl Province {
    /// A re-ranking of a product with three stars, looked through by the OCOP agency and ready for the council.
    async fn re_ranking(&mut self, name: &str) -> pb::Dossier {
        let first = self.three_stars(name).await;
        let today = self.today();
        self.decide(decision(&format!("{name}/QĐ"), &today), &[&first]).await.expect("certified");
        self.bed.hands.advance(TimeDelta::days(DAYS_TO_THE_WINDOW));
        let mut request = dossiers::file(new_id(), &first.product.expect("given").product_id);
        request.kind = pb::DossierKind::ReRanking.into();
        request.forms.as_mut().expect("given").results_since_recognition = Some(Default::default());
        let request = self.by(COMMUNE_OFFICER, request);
        let filed = self.client.file_dossier(request).await.expect("filed").into_inner().dossier.expect("given");
        let accepted = self.accept(&filed).await.expect("accepted");
        let proposed = self.propose(&accepted).await.expect("proposed");
        let request = self.by(PROVINCE_OFFICER, dossiers::take_in(new_id(), &proposed));
        let taken_in = self.steps.take_in_dossier(request).await.expect("taken in").into_inner().dossier;
        let request = self.by(PROVINCE_OFFICER, dossiers::review_report(new_id(), &taken_in.expect("given")));
        self.steps.submit_review_report(request).await.expect("reported").into_inner().dossier.expect("given")
    }

    async fn open_in_writing(
        &mut self,
        council: &pb::Council,
        dossier: &pb::Dossier,
        until: &str,
    ) -> Result<pb::Session, Status> {
        let message = pb::OpenSessionRequest { written_until: until.to_owned(), ..open_session(council, &[dossier]) };
        let request = self.by(SECRETARY, message);
        Ok(self.client.open_session(request).await?.into_inner().session.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn only_re_rankings_are_answered_in_writing_and_in_time(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let council = province.lasting_council().await;
        let first = province.ready("Cà", 1).await;
        let status = province.open_in_writing(&council, &first, "2026-12-01").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::WrittenBallotNotAllowed, "dossiers");
        let dossier = province.re_ranking("Rau").await;
        // Yesterday, and after the 45 days that the result may take.
        for until in ["2029-06-09", "2029-08-10"] {
            let status = province.open_in_writing(&council, &dossier, until).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "written_until");
        }
        let session = province.open_in_writing(&council, &dossier, UNTIL).await.expect("opened");
        assert_eq!(session.written_until, UNTIL);
        let choices = province.three_star_choices().await;
        for scorer in &SCORERS[..4] {
            province.cast(*scorer, &session, choices.clone()).await.expect("cast");
        }
        // A quorum has answered, but the fifth still may.
        let status = province.close(CHAIR, &session).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::WrittenTimeNotOver, "session_id");
        province.bed.hands.advance(TimeDelta::days(11));
        let status = province.cast(SCORERS[4], &session, choices).await.expect_err("late");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::WrittenTimeOver, "session_id");
        let result = province.close(CHAIR, &session).await.expect("closed");
        assert_eq!(result.conclusion(), pb::RoundConclusion::Decided);
        assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::Assessed);
        let minutes = province.read_minutes(CHAIR, &session.id).await.expect("minutes");
        assert_eq!(minutes.content.expect("given").written_until, UNTIL);
    }

    /// One point less, but another star: they meet.
    async fn answers_that_differ_in_their_star_call_a_meeting(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let council = province.lasting_council().await;
        let dossier = province.re_ranking("Rau").await;
        let session = province.open_in_writing(&council, &dossier, UNTIL).await.expect("opened");
        let choices = province.three_star_choices().await;
        for scorer in &SCORERS[..4] {
            province.cast(*scorer, &session, choices.clone()).await.expect("cast");
        }
        province.cast(SCORERS[4], &session, with(&choices, "3.5", 0)).await.expect("cast");
        // All have answered, so that it is closed before the day.
        let result = province.close(CHAIR, &session).await.expect("closed");
        assert_eq!((result.conclusion(), result.spread_exceeds_limit), (pb::RoundConclusion::Postponed, false));
        let waiting = province.dossier(&dossier.id).await;
        assert_eq!((waiting.state(), waiting.turn()), (pb::DossierState::Ready, pb::Turn::ProvinceCouncil));
        let request = province.by(PROVINCE_OFFICER, pb::GetResultRequest { dossier_id: dossier.id.clone() });
        assert_refused(
            province.client.get_result(request).await,
            Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id",
        );
        // The meeting decides.
        let request = province.by(SECRETARY, open_session(&council, &[&waiting]));
        let meeting = province.client.open_session(request).await.expect("opened").into_inner().session;
        let meeting = meeting.expect("given");
        for scorer in SCORERS {
            province.cast(scorer, &meeting, choices.clone()).await.expect("cast");
        }
        let result = province.close(CHAIR, &meeting).await.expect("closed");
        assert_eq!(result.conclusion(), pb::RoundConclusion::Decided);
        assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::Assessed);
    }
}
