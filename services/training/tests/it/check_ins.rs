//! Checking in with a code, and what becomes of rolls that are corrected.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use proto::training::v1::check_in_service_client::CheckInServiceClient;
use testkit::{TestDatabase, Wire, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{COMMUNE, OTHER_PROVINCE, Province, TODAY, TRAINER, new_id, person_id};

impl Province {
    fn check_ins(&self) -> CheckInServiceClient<Wire> {
        CheckInServiceClient::new(self.bed.wire())
    }

    async fn open(&self, class: &pb::TrainingClass, session: i32, place: &str) -> Result<pb::CheckInWindow, Status> {
        let request = pb::OpenCheckInRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            session_number: session,
            place: place.to_owned(),
            minutes: 10,
        };
        let opened = self.check_ins().open_check_in(self.by(TRAINER, request)).await?;
        Ok(opened.into_inner().check_in.expect("given"))
    }

    async fn code(&self, check_in: &pb::CheckInWindow) -> Result<String, Status> {
        let request = pb::GetCheckInCodeRequest { check_in_id: check_in.id.clone() };
        Ok(self.check_ins().get_check_in_code(self.by(TRAINER, request)).await?.into_inner().code)
    }

    /// Whether a code is accepted of a person, and how many tries she has left.
    async fn try_code(&self, check_in: &pb::CheckInWindow, number: u64, code: &str) -> Result<(bool, i32), Status> {
        let request =
            pb::CheckInRequest { request_id: new_id(), check_in_id: check_in.id.clone(), code: code.to_owned() };
        let request = self.by_role(number, Role::CommuneOfficer, COMMUNE, request);
        let answer = self.check_ins().check_in(request).await?.into_inner();
        Ok((answer.accepted, answer.tries_left))
    }

    async fn close(&self, check_in: &pb::CheckInWindow) -> Result<(i32, i32), Status> {
        let request = pb::CloseCheckInRequest { request_id: new_id(), check_in_id: check_in.id.clone() };
        let closed = self.check_ins().close_check_in(self.by(TRAINER, request)).await?.into_inner();
        Ok((closed.checked_in_count, closed.present_count))
    }

    async fn rolls(&mut self, class: &pb::TrainingClass) -> Vec<pb::SessionRoll> {
        let list =
            pb::ListRollsRequest { training_class_id: class.id.clone(), session_number: 1, ..Default::default() };
        let request = self.by(TRAINER, list);
        self.client.list_rolls(request).await.expect("listed").into_inner().rolls
    }

    async fn correct(
        &mut self,
        class: &pb::TrainingClass,
        (present, absent): (&[u64], &[u64]),
        reason: &str,
    ) -> Result<i32, Status> {
        let ids = |numbers: &[u64]| numbers.iter().map(|number| person_id(*number)).collect();
        let request = pb::CorrectAttendanceRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            session_number: 1,
            present_person_ids: ids(present),
            absent_person_ids: ids(absent),
            reason: reason.to_owned(),
        };
        let request = self.by(TRAINER, request);
        Ok(self.client.correct_attendance(request).await?.into_inner().present_count)
    }
}

testkit::on_both_databases! {
    async fn learners_check_in_with_the_code_that_is_shown(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31, 32, 33]).await;
        let check_in = province.open(&class, 1, "Phòng 1").await.expect("opened");
        let code = province.code(&check_in).await.expect("shown");
        assert_eq!(province.try_code(&check_in, 31, &code).await.expect("answered"), (true, 5));
        assert_eq!(province.try_code(&check_in, 32, "00000000").await.expect("answered"), (false, 4));
        assert_eq!(province.try_code(&check_in, 32, &code.to_lowercase()).await.expect("answered"), (true, 4));
        // Who is not enrolled learns nothing.
        let status = province.try_code(&check_in, 50, &code).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::CheckInNotFound, "check_in_id");
        // The check-in is not told of until it is closed, and the class is not over before.
        assert!(province.learners(&class).await[0].attended_sessions.is_empty());
        let status = province.complete(&class).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CheckInOpen, "training_class_id");
        assert_eq!(province.close(&check_in).await.expect("closed"), (2, 2));
        let attended: Vec<_> =
            province.learners(&class).await.iter().map(|learner| learner.attended_sessions.len()).collect();
        assert_eq!(attended, [1, 1, 0]);
        let status = province.close(&check_in).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CheckInClosed, "check_in_id");
        let rolls = province.rolls(&class).await;
        assert_eq!((rolls.len(), rolls[0].means()), (1, pb::RollMeans::CheckedIn));
        province.complete(&class).await.expect("completed");
    }

    async fn a_code_is_of_no_use_later_elsewhere_or_for_another_session(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &[(TODAY, 4), (TODAY, 3)]).await;
        province.enrol_officials(&class, &[31, 32]).await;
        let one = province.open(&class, 1, "Phòng 1").await.expect("opened");
        let elsewhere = province.open(&class, 1, "Phòng 2").await.expect("opened");
        let afternoon = province.open(&class, 2, "Phòng 1").await.expect("opened");
        let code = province.code(&one).await.expect("shown");
        assert!(!province.try_code(&elsewhere, 31, &code).await.expect("answered").0);
        assert!(!province.try_code(&afternoon, 31, &code).await.expect("answered").0);
        assert!(province.try_code(&one, 31, &code).await.expect("answered").0);
        // A minute later whoever was sent it comes too late.
        province.bed.hands.advance(TimeDelta::seconds(61));
        assert!(!province.try_code(&one, 32, &code).await.expect("answered").0);
        assert_ne!(province.code(&one).await.expect("shown"), code);
        // And when the time is over nothing is accepted.
        province.bed.hands.advance(TimeDelta::minutes(10));
        let status = province.try_code(&one, 32, &code).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CheckInClosed, "check_in_id");
        let status = province.code(&one).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CheckInClosed, "check_in_id");
        assert_eq!(province.close(&one).await.expect("closed late"), (1, 1));
    }

    async fn codes_are_not_to_be_guessed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31, 32]).await;
        let check_in = province.open(&class, 1, "Phòng 1").await.expect("opened");
        for left in (0..5).rev() {
            let guessed = province.try_code(&check_in, 31, &format!("0000000{left}")).await.expect("answered");
            assert_eq!(guessed, (false, left));
        }
        let code = province.code(&check_in).await.expect("shown");
        let status = province.try_code(&check_in, 31, &code).await.expect_err("the right one comes too late");
        assert_status(&status, Code::ResourceExhausted, ErrorReason::CheckInTriesExhausted, "code");
        assert!(province.try_code(&check_in, 32, &code).await.expect("answered").0, "others are not stopped by it");
    }

    async fn a_check_in_is_opened_on_its_day_by_who_holds_the_class(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &[("2026-11-20", 4), (TODAY, 4)]).await;
        let status = province.open(&class, 1, "Phòng 1").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::TrainingSessionNotHeld, "session_number");
        let status = province.open(&class, 3, "Phòng 1").await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::TrainingSessionNotFound, "session_number");
        let check_in = province.open(&class, 2, "Phòng 1").await.expect("opened");
        let status = province.open(&class, 2, "Phòng 1").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CheckInOpen, "training_class_id");
        let request = pb::GetCheckInCodeRequest { check_in_id: check_in.id.clone() };
        let request = province.by_role(40, Role::Trainer, OTHER_PROVINCE, request);
        assert_refused(
            province.check_ins().get_check_in_code(request).await,
            Code::NotFound, ErrorReason::CheckInNotFound, "check_in_id",
        );
    }

    async fn a_corrected_roll_leaves_what_it_corrects_and_why(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31, 32, 33]).await;
        let status = province.correct(&class, (&[31], &[]), "Đến muộn").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::RollMissing, "session_number");
        province.call_roll(&class, 1, &[31, 32]).await.expect("recorded");
        assert_eq!(province.correct(&class, (&[33], &[31]), "Nhầm người").await.expect("corrected"), 2);
        let rolls = province.rolls(&class).await;
        let said: Vec<_> =
            rolls.iter().map(|roll| (roll.version, roll.means(), roll.reason.as_str(), &roll.person_ids[..])).collect();
        assert_eq!(
            said,
            [
                (2, pb::RollMeans::Corrected, "Nhầm người", &[person_id(32), person_id(33)][..]),
                (1, pb::RollMeans::Called, "", &[person_id(31), person_id(32)]),
            ]
        );
        assert_eq!(rolls[0].recorded_by, person_id(TRAINER));
        for (lists, reason, field) in [
            ((&[31][..], &[31][..]), "Lý do", "absent_person_ids"),
            ((&[], &[]), "Lý do", "present_person_ids"),
            ((&[31], &[]), "", "reason"),
        ] {
            let status = province.correct(&class, lists, reason).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
    }
}
