//! What is done to a dossier between handing in and council: returning, rejecting, taking in, reviewing.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, dossiers, person};
use tonic::{Code, Status};

use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, TEAM_HEAD, new_id,
};

impl Province {
    /// Takes a step that needs nothing but reasons.
    async fn step(&mut self, number: u64, action: Action, dossier: &pb::Dossier) -> Result<pb::Dossier, Status> {
        let (request_id, dossier_id, etag) = (new_id(), dossier.id.clone(), dossier.etag.clone());
        let reasons = "Thiếu hợp đồng nguyên liệu".to_owned();
        macro_rules! send {
            ($method:ident, $request:ident { $text:ident }) => {{
                let message = pb::$request { request_id, dossier_id, etag, $text: reasons };
                let request = if number == PROVINCE_LEADER {
                    self.by_role(number, Role::ProvinceLeader, PROVINCE, message)
                } else {
                    self.by(number, message)
                };
                self.steps.$method(request).await?.into_inner().dossier
            }};
        }
        let dossier = match action {
            Action::Return => send!(return_dossier, ReturnDossierRequest { reasons }),
            Action::Announce => send!(announce_rejection, AnnounceRejectionRequest { reasons }),
            Action::Answer => send!(answer_rejection, AnswerRejectionRequest { answer }),
            Action::TakeUp => send!(take_up_dossier, TakeUpDossierRequest { reasons }),
            Action::Reject => send!(reject_dossier, RejectDossierRequest { reasons }),
            Action::Withdraw => send!(withdraw_dossier, WithdrawDossierRequest { reasons }),
            Action::Supplement => send!(request_supplement, RequestSupplementRequest { reasons }),
            Action::Submit => send!(submit_dossier, SubmitDossierRequest { paper_original }),
        };
        Ok(dossier.expect("given"))
    }

    async fn handed_in(&mut self, name: &str) -> pb::Dossier {
        let product = self.product(name, 4).await;
        self.file(&product.id).await.expect("filed")
    }

    /// A dossier the province reviews.
    async fn under_review(&mut self, name: &str) -> pb::Dossier {
        let proposed = self.proposed(name, 4).await;
        let request = self.by(PROVINCE_OFFICER, dossiers::take_in(new_id(), &proposed));
        self.steps.take_in_dossier(request).await.expect("taken in").into_inner().dossier.expect("given")
    }

    async fn told(&mut self, dossier: &pb::Dossier) -> pb::ListDossierStepsResponse {
        let request = self.by(COMMUNE_OFFICER, pb::ListDossierStepsRequest { dossier_id: dossier.id.clone() });
        self.steps.list_dossier_steps(request).await.expect("told").into_inner()
    }
}

#[derive(Clone, Copy, Debug)]
enum Action {
    Return,
    Announce,
    Answer,
    TakeUp,
    Reject,
    Withdraw,
    Supplement,
    Submit,
}

testkit::on_both_databases! {
    async fn a_returned_dossier_is_completed_as_a_new_version(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.handed_in("Mật ong").await;
        // 2026-11-23 is a Monday: fifteen working days end on 2026-12-14.
        assert_eq!((filed.turn(), filed.due_on.as_str()), (pb::Turn::CommuneOfficer, "2026-12-14"));
        let returned = province.step(COMMUNE_LEADER, Action::Return, &filed).await.expect("returned");
        assert_eq!((returned.state(), returned.turn()), (pb::DossierState::Returned, pb::Turn::Producer));
        let mut forms = dossiers::forms();
        forms.registration_form.as_mut().expect("given").market = "Hà Nội".to_owned();
        let update = pb::UpdateFormsRequest {
            request_id: new_id(), dossier_id: returned.id.clone(), etag: returned.etag.clone(), forms: Some(forms.clone()),
        };
        let request = province.by(COMMUNE_OFFICER, update);
        let written = province.steps.update_forms(request).await.expect("written").into_inner().dossier.expect("given");
        province.bed.hands.advance(TimeDelta::days(3));
        let again = province.step(COMMUNE_OFFICER, Action::Submit, &written).await.expect("handed in again");
        // Nothing of the commune's fifteen days was used on the day it returned the dossier.
        assert_eq!((again.state(), again.frozen_version, again.due_on.as_str()), (pb::DossierState::Filed, 2, "2026-12-17"));
        for (version, market) in [(1, ""), (2, "Hà Nội"), (0, "Hà Nội")] {
            let request = province.by(PROVINCE_OFFICER, pb::GetFormsRequest { dossier_id: again.id.clone(), version });
            let seen = province.steps.get_forms(request).await.expect("seen").into_inner();
            assert_eq!(seen.forms.expect("given").registration_form.expect("given").market, market, "{version}");
            assert_eq!(seen.own_score.expect("computed").sheet_count, 1);
        }
        let told = province.told(&again).await;
        let actions: Vec<_> = told.steps.iter().map(|step| step.action.as_str()).collect();
        assert_eq!(actions, ["SubmitDossier", "ReturnDossier", "SubmitDossier"]);
        assert_eq!(told.steps[1].note, "Thiếu hợp đồng nguyên liệu");
        assert_eq!(told.receipts[0].number, "1/PĐK-11-03127-2026");
    }

    async fn slip_numbers_have_no_gaps_at_commune_and_province(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut numbers = Vec::new();
        for name in ["Một", "Hai", "Ba"] {
            let dossier = province.under_review(name).await;
            numbers.extend(province.told(&dossier).await.receipts.into_iter().map(|receipt| receipt.number));
        }
        let expected: Vec<_> = (1..=3).flat_map(|serial| [serial, serial]).map(|serial| format!("{serial}/PĐK-11-03127-2026")).collect();
        assert_eq!(numbers, expected);
    }

    async fn a_producer_is_heard_before_its_dossier_is_rejected(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.handed_in("Mật ong").await;
        let announced = province.step(COMMUNE_OFFICER, Action::Announce, &filed).await.expect("announced");
        assert_status(
            &province.step(COMMUNE_LEADER, Action::Reject, &announced).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::ProducerHasTime, "dossier_id",
        );
        let answered = province.step(COMMUNE_OFFICER, Action::Answer, &announced).await.expect("answered");
        // Convinced, the commune goes on; then it is not.
        let again = province.step(COMMUNE_LEADER, Action::TakeUp, &answered).await.expect("taken up");
        assert_eq!(again.state(), pb::DossierState::Filed);
        let announced = province.step(COMMUNE_OFFICER, Action::Announce, &again).await.expect("announced");
        province.bed.hands.advance(TimeDelta::days(30));
        let rejected = province.step(COMMUNE_LEADER, Action::Reject, &announced).await.expect("rejected");
        assert_eq!((rejected.state(), rejected.turn()), (pb::DossierState::Rejected, pb::Turn::Nobody));
        // The product may try anew.
        let product_id = rejected.product.expect("given").product_id;
        province.file(&product_id).await.expect("filed again");
    }

    async fn who_announced_a_rejection_does_not_reject(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.handed_in("Mật ong").await;
        let announced = province.step(COMMUNE_LEADER, Action::Announce, &filed).await.expect("announced");
        let answered = province.step(COMMUNE_OFFICER, Action::Answer, &announced).await.expect("answered");
        assert_status(
            &province.step(COMMUNE_LEADER, Action::Reject, &answered).await.expect_err("refused"),
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
    }

    async fn reasons_are_asked_for(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.handed_in("Mật ong").await;
        let message = pb::ReturnDossierRequest {
            request_id: new_id(), dossier_id: filed.id, etag: filed.etag, reasons: "  ".to_owned(),
        };
        let request = province.by(COMMUNE_LEADER, message);
        assert_refused(
            province.steps.return_dossier(request).await, Code::InvalidArgument, ErrorReason::FieldsInvalid, "reasons",
        );
    }

    async fn a_check_that_finds_gaps_accepts_nothing(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.handed_in("Mật ong").await;
        let mut message = dossiers::accept(new_id(), &filed);
        message.commune_check.as_mut().expect("given").complete = false;
        let request = province.by(COMMUNE_LEADER, message);
        assert_refused(
            province.client.accept_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::CheckIncomplete, "commune_check.complete",
        );
        let mut message = dossiers::accept(new_id(), &filed);
        message.commune_check.as_mut().expect("given").labour = None;
        let request = province.by(COMMUNE_LEADER, message);
        assert_refused(
            province.client.accept_dossier(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "commune_check.labour",
        );
    }

    async fn a_supplement_is_a_new_version_and_the_review_goes_on(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let taken_in = province.under_review("Mật ong").await;
        province.advisory_team().await;
        let asked = province.step(TEAM_HEAD, Action::Supplement, &taken_in).await.expect("asked");
        assert_eq!(asked.state(), pb::DossierState::SupplementRequested);
        // Where the producer has time, nobody announces a rejection.
        assert_status(
            &province.step(TEAM_HEAD, Action::Announce, &asked).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::ProducerHasTime, "dossier_id",
        );
        let update = pb::UpdateFormsRequest {
            request_id: new_id(), dossier_id: asked.id.clone(), etag: asked.etag.clone(), forms: Some(dossiers::forms()),
        };
        let request = province.by(COMMUNE_OFFICER, update);
        let written = province.steps.update_forms(request).await.expect("written").into_inner().dossier.expect("given");
        let again = province.step(COMMUNE_OFFICER, Action::Submit, &written).await.expect("handed in");
        assert_eq!((again.state(), again.frozen_version), (pb::DossierState::UnderReview, 2));
        assert_eq!((again.level(), again.turn()), (pb::Level::Province, pb::Turn::ProvinceTeam));
    }

    async fn what_officials_record_is_kept_with_the_version_it_is_about(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let taken_in = province.under_review("Mật ong").await;
        let survey = pb::SiteSurvey {
            surveyed_on: "2026-11-20".to_owned(), place: "Bản Phủ".to_owned(), findings: "Đúng như hồ sơ".to_owned(),
        };
        let message = pb::RecordSiteSurveyRequest {
            request_id: new_id(), dossier_id: taken_in.id.clone(), site_survey: Some(survey.clone()),
        };
        let request = province.by(PROVINCE_OFFICER, message.clone());
        province.steps.record_site_survey(request).await.expect("recorded");
        let reading = pb::TestReading {
            parameter: "Đường khử".to_owned(), value: "72,1".to_owned(), unit: "%".to_owned(), limit: "≥ 60".to_owned(),
            passes: true, ..Default::default()
        };
        let report = pb::TestReport {
            number: "12/KN".to_owned(), laboratory: "Trung tâm kiểm nghiệm".to_owned(),
            sampled_on: "2026-11-02".to_owned(), reported_on: "2026-11-24".to_owned(), readings: vec![reading],
        };
        let future = pb::RecordTestReportRequest {
            request_id: new_id(), dossier_id: taken_in.id.clone(), test_report: Some(report.clone()),
        };
        let request = province.by(PROVINCE_OFFICER, future);
        assert_refused(
            province.steps.record_test_report(request).await,
            Code::InvalidArgument, ErrorReason::RecordDatesWrong, "test_report.reported_on",
        );
        let message = pb::RecordTestReportRequest {
            request_id: new_id(), dossier_id: taken_in.id.clone(),
            test_report: Some(pb::TestReport { reported_on: "2026-11-10".to_owned(), ..report }),
        };
        let request = province.by(PROVINCE_OFFICER, message);
        province.steps.record_test_report(request).await.expect("recorded");
        // Without a duty nobody records.
        let request = province.by(42, pb::RecordSiteSurveyRequest { request_id: new_id(), ..pb::RecordSiteSurveyRequest {
            request_id: String::new(), dossier_id: taken_in.id.clone(), site_survey: Some(survey),
        } });
        assert_refused(
            province.steps.record_site_survey(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
        let request = province.by(PROVINCE_OFFICER, pb::ListDossierRecordsRequest { dossier_id: taken_in.id.clone() });
        let records = province.steps.list_dossier_records(request).await.expect("listed").into_inner().records;
        let kinds: Vec<_> = records.iter().map(|record| match record.content.as_ref().expect("given") {
            pb::dossier_record::Content::CommuneCheck(_) => "check",
            pb::dossier_record::Content::SiteSurvey(_) => "survey",
            pb::dossier_record::Content::TestReport(_) => "test",
            pb::dossier_record::Content::ReviewReport(_) => "report",
        }).collect();
        assert_eq!(kinds, ["check", "survey", "test"]);
        assert!(records.iter().all(|record| record.dossier_version == 1));
    }

    async fn only_the_head_of_the_team_ends_a_review(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let taken_in = province.under_review("Mật ong").await;
        province.advisory_team().await;
        let request = province.by(PROVINCE_OFFICER, dossiers::review_report(new_id(), &taken_in));
        assert_refused(
            province.steps.submit_review_report(request).await,
            Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
        );
        // After its term a head is none.
        province.bed.hands.advance(TimeDelta::days(4 * 366));
        let request = province.by(TEAM_HEAD, dossiers::review_report(new_id(), &taken_in));
        assert_refused(
            province.steps.submit_review_report(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
    }

    async fn a_level_acts_on_what_it_has(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let proposed = province.proposed("Mật ong", 4).await;
        let request = province.by_role(7, Role::MinistryOfficer, "VN", dossiers::take_in(new_id(), &proposed));
        assert_refused(
            province.steps.take_in_dossier(request).await, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
        );
        let request = province.by(PROVINCE_OFFICER, pb::ReturnDossierRequest::default());
        assert_refused(
            province.steps.return_dossier(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn a_dossier_is_withdrawn_until_a_council_has_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let ready = province.ready("Mật ong", 4).await;
        province.session(&[&ready]).await;
        let scoring = province.dossier(&ready.id).await;
        assert_status(
            &province.step(COMMUNE_OFFICER, Action::Withdraw, &scoring).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id",
        );
        let other = province.ready("Trà", 4).await;
        let withdrawn = province.step(COMMUNE_OFFICER, Action::Withdraw, &other).await.expect("withdrawn");
        assert_eq!(withdrawn.state(), pb::DossierState::Withdrawn);
    }

    async fn a_draft_is_seen_by_its_own_side_only(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let message = pb::CreateDraftRequest {
            request_id: new_id(), product_id: product.id.clone(), kind: pb::DossierKind::First.into(),
        };
        let request = province.by(COMMUNE_OFFICER, message);
        let begun = province.steps.create_draft(request).await.expect("begun").into_inner().dossier.expect("given");
        assert_eq!((begun.state(), begun.frozen_version, begun.due_on.as_str()), (pb::DossierState::Draft, 0, ""));
        let request = province.by(PROVINCE_OFFICER, pb::GetDossierRequest { dossier_id: begun.id.clone() });
        assert_refused(
            province.client.get_dossier(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
        for (number, seen) in [(PROVINCE_OFFICER, 0), (COMMUNE_OFFICER, 1)] {
            let request = province.by(number, pb::ListDossiersRequest::default());
            let page = province.client.list_dossiers(request).await.expect("listed").into_inner();
            assert_eq!(page.dossiers.len(), seen, "{number}");
        }
        // Empty forms are not handed in, and whoever types says where the paper is.
        assert_status(
            &province.step(COMMUNE_OFFICER, Action::Submit, &begun).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::FormIncomplete, "registration_form.product_description",
        );
        let message = pb::SubmitDossierRequest {
            request_id: new_id(), dossier_id: begun.id.clone(), etag: begun.etag, paper_original: String::new(),
        };
        let request = province.by(COMMUNE_OFFICER, message);
        assert_refused(
            province.steps.submit_dossier(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "paper_original",
        );
    }

    async fn an_upgrade_needs_a_certificate_and_what_changed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        for kind in [pb::DossierKind::Upgrade, pb::DossierKind::ReRanking] {
            let message = pb::CreateDraftRequest {
                request_id: new_id(), product_id: product.id.clone(), kind: kind.into(),
            };
            let request = province.by(COMMUNE_OFFICER, message);
            assert_refused(
                province.steps.create_draft(request).await,
                Code::FailedPrecondition, ErrorReason::NoCertificateToFollow, "kind",
            );
        }
    }

    async fn members_who_make_no_team_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let head = person(TEAM_HEAD).to_string();
        let sound = || dossiers::advisory_team(
            new_id(), PROVINCE, &head, ("2026-10-01", "2030-09-30"), crate::decision("99/QĐ-UBND", "2026-10-01"),
        );
        let mut message = sound();
        message.advisory_team.as_mut().expect("given").members[0].is_head = false;
        let request = province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.steps.appoint_advisory_team(request).await,
            Code::InvalidArgument, ErrorReason::TeamCompositionWrong, "advisory_team.members",
        );
        let mut message = sound();
        message.advisory_team.as_mut().expect("given").unit_id = COMMUNE.to_owned();
        let request = province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.steps.appoint_advisory_team(request).await,
            Code::InvalidArgument, ErrorReason::UnitLevelWrong, "advisory_team.unit_id",
        );
        let mut message = sound();
        message.advisory_team.as_mut().expect("given").unit_id = "VN".to_owned();
        let request = province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.steps.appoint_advisory_team(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        province.advisory_team().await;
        let request = province.by(PROVINCE_OFFICER, pb::ListAdvisoryTeamsRequest {
            unit_id: PROVINCE.to_owned(), ..Default::default()
        });
        let teams = province.steps.list_advisory_teams(request).await.expect("listed").into_inner().advisory_teams;
        assert_eq!((teams.len(), teams[0].members.len()), (1, 1));
    }
}
