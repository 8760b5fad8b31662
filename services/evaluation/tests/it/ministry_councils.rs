//! The ministry's council: five stars by the minister's decision, or back to the province.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, dossiers, person};
use tonic::Code;

use crate::hand_over::{MINISTRY_LEADER, MINISTRY_OFFICER};
use crate::{
    CHAIR, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, TEAM_HEAD, appoint_council, best,
    decision, new_id, open_session,
};

/// The country, for which the ministry acts.
const COUNTRY: &str = "VN";

impl Province {
    /// A dossier of five-star points that the ministry has taken in and reviewed.
    async fn ready_at_ministry(&mut self, name: &str) -> pb::Dossier {
        let five = self.potential_five(name).await;
        let dossier = self.transfer(&five).await.dossier.expect("given");
        self.reviewed_by_ministry(&dossier).await
    }

    /// The ministry takes a dossier in, and its advisory team reports.
    pub(crate) async fn reviewed_by_ministry(&mut self, dossier: &pb::Dossier) -> pb::Dossier {
        let taken_in = self.steps.take_in_dossier(self.take_in_by_ministry(dossier)).await.expect("taken in");
        self.reported_to_ministry(&taken_in.into_inner().dossier.expect("given")).await
    }

    /// The ministry's advisory team reports on a dossier that was taken in.
    pub(crate) async fn reported_to_ministry(&mut self, taken_in: &pb::Dossier) -> pb::Dossier {
        let head = person(TEAM_HEAD).to_string();
        let reference = decision("88/QĐ-BNNMT", "2026-10-01");
        let team = dossiers::advisory_team(new_id(), COUNTRY, &head, ("2026-10-01", "2030-09-30"), reference);
        let request = self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, team);
        self.steps.appoint_advisory_team(request).await.expect("appointed");
        let report = dossiers::review_report(new_id(), taken_in);
        let request = self.by(TEAM_HEAD, report);
        let ready = self.steps.submit_review_report(request).await.expect("reported").into_inner().dossier;
        let ready = ready.expect("given");
        assert_eq!((ready.state(), ready.level()), (pb::DossierState::Ready, pb::Level::Ministry));
        ready
    }

    /// The minister's decision recognises a dossier.
    pub(crate) async fn recognised_by_ministry(&mut self, assessed: &pb::Dossier) -> pb::Certificate {
        let message = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: COUNTRY.to_owned(),
            decision: Some(decision("5000/QĐ-BNNMT", "2026-11-23")),
            dossier_ids: vec![assessed.id.clone()],
            signed_file_sha256: String::new(),
        };
        let request = self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, message);
        let entered = self.client.enter_decision(request).await.expect("entered").into_inner().decision;
        let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id: entered.expect("given").id };
        let request = self.by_role(MINISTRY_LEADER, Role::MinistryLeader, COUNTRY, message);
        let approved = self.client.approve_decision(request).await.expect("approved").into_inner();
        approved.certificates.into_iter().next().expect("one")
    }

    async fn ministry_council(&mut self) -> pb::Council {
        let mut message = appoint_council();
        let council = message.council.as_mut().expect("given");
        council.unit_id = COUNTRY.to_owned();
        council.decision = Some(decision("200/QĐ-BNNMT", "2026-10-01"));
        let request = self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, message);
        self.client.appoint_council(request).await.expect("appointed").into_inner().council.expect("given")
    }

    /// The ministry's council gives a dossier the same choices throughout.
    pub(crate) async fn scored_by_ministry(&mut self, dossier: &pb::Dossier, choices: &[pb::Choice]) -> pb::Dossier {
        let council = self.ministry_council().await;
        let request = self.by(SECRETARY, open_session(&council, &[dossier]));
        let session = self.client.open_session(request).await.expect("opened").into_inner().session.expect("given");
        for scorer in SCORERS {
            self.cast(scorer, &session, choices.to_vec()).await.expect("cast");
        }
        self.close(CHAIR, &session).await.expect("closed");
        self.sign_minutes(&session.id).await;
        self.dossier(&dossier.id).await
    }
}

testkit::on_both_databases! {
    async fn five_stars_are_the_ministers_to_give(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let ready = province.ready_at_ministry("Năm").await;
        let assessed = province.scored_by_ministry(&ready, &best(&set)).await;
        assert_eq!((assessed.state(), assessed.level()), (pb::DossierState::Assessed, pb::Level::Ministry));
        // The province's decision does not reach it.
        let reference = decision("3981/QĐ-UBND", "2026-11-23");
        let refused = province.decide(reference.clone(), &[&assessed]).await.expect_err("refused");
        testkit::assert_status(&refused, Code::FailedPrecondition, ErrorReason::ResultNotCertifiable, "dossier_ids");
        let certificate = province.recognised_by_ministry(&assessed).await;
        assert_eq!(
            (certificate.star, certificate.issuer_unit_id.as_str(), certificate.expires_on.as_str()),
            (5, COUNTRY, "2029-11-23")
        );
        let certified = province.dossier(&assessed.id).await;
        assert_eq!((certified.state(), certified.certificate_id), (pb::DossierState::Certified, certificate.id));
    }

    async fn below_five_stars_the_province_grants_what_the_ministry_found(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let ready = province.ready_at_ministry("Năm").await;
        let choices = province.three_star_choices().await;
        let returned = province.scored_by_ministry(&ready, &choices).await;
        assert_eq!(
            (returned.state(), returned.turn()),
            (pb::DossierState::ReturnedByMinistry, pb::Turn::ProvinceOfficer)
        );
        let message = pb::AdoptMinistryResultRequest {
            request_id: new_id(), dossier_id: returned.id.clone(), etag: returned.etag,
        };
        let request = province.by(PROVINCE_OFFICER, message.clone());
        assert_refused(
            province.steps.adopt_ministry_result(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        let adopted = province.steps.adopt_ministry_result(request).await.expect("adopted").into_inner().dossier;
        let adopted = adopted.expect("given");
        assert_eq!((adopted.state(), adopted.level()), (pb::DossierState::Assessed, pb::Level::Province));
        let approved = province.decide(decision("3981/QĐ-UBND", "2026-11-23"), &[&adopted]).await.expect("approved");
        assert_eq!((approved.certificates[0].star, approved.certificates[0].issuer_unit_id.as_str()), (3, PROVINCE));
    }

    async fn or_the_province_assesses_it_again(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let ready = province.ready_at_ministry("Năm").await;
        let choices = province.three_star_choices().await;
        let returned = province.scored_by_ministry(&ready, &choices).await;
        let request = province.reassess(PROVINCE_LEADER, Role::ProvinceLeader, &returned);
        let again = province.steps.reassess_dossier(request).await.expect("taken up").into_inner().dossier;
        let again = again.expect("given");
        assert_eq!((again.state(), again.level()), (pb::DossierState::Ready, pb::Level::Province));
        // It is the province's council's now, and not the ministry's.
        let council = province.ministry_council().await;
        let request = province.by(SECRETARY, open_session(&council, &[&again]));
        assert_refused(
            province.client.open_session(request).await,
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossiers",
        );
        province.session(&[&again]).await;
    }

    async fn a_council_scores_what_is_ready_at_its_level(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let ready = province.ready_at_ministry("Năm").await;
        let council = province.council().await;
        let request = province.by(SECRETARY, open_session(&council, &[&ready]));
        assert_refused(
            province.client.open_session(request).await,
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossiers",
        );
        // The ministry appoints its own council, and no province does.
        let mut message = appoint_council();
        message.council.as_mut().expect("given").unit_id = COUNTRY.to_owned();
        let request = province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.client.appoint_council(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = province.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, appoint_council());
        assert_refused(
            province.client.appoint_council(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
    }
}
