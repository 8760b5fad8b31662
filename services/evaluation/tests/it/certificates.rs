//! Decisions and the certificates they lead to.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Request, Status};

use crate::{
    OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, best, decision, new_id, option_with_points,
    with,
};

impl Province {
    /// A dossier with three stars, waiting for the province's decision.
    pub(crate) async fn three_stars(&mut self, name: &str) -> pb::Dossier {
        let choices = self.three_star_choices().await;
        let dossier = self.assessed(name, 1, &choices).await;
        assert_eq!(dossier.state(), pb::DossierState::Assessed);
        dossier
    }

    /// Choices of set 1 for three stars.
    pub(crate) async fn three_star_choices(&mut self) -> Vec<pb::Choice> {
        let set = self.criteria(1).await;
        // 3.5 at 1 point holds it at three stars; enough is taken away elsewhere to stay under 90 points.
        let held = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        ["12", "8", "11"].into_iter().fold(held, |choices, criterion| with(&choices, criterion, 0))
    }

    /// Enters a decision of the province.
    pub(crate) async fn enter(
        &mut self,
        reference: pb::DecisionReference,
        dossiers: &[&pb::Dossier],
    ) -> Result<pb::Decision, Status> {
        let request = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: PROVINCE.to_owned(),
            decision: Some(reference),
            dossier_ids: dossiers.iter().map(|dossier| dossier.id.clone()).collect(),
            signed_file_sha256: String::new(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.client.enter_decision(request).await?.into_inner().decision.expect("given"))
    }

    pub(crate) async fn approve(
        &mut self,
        number: u64,
        decision: &pb::Decision,
    ) -> Result<pb::ApproveDecisionResponse, Status> {
        let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id: decision.id.clone() };
        let request = self.by_role(number, Role::ProvinceLeader, PROVINCE, message);
        Ok(self.client.approve_decision(request).await?.into_inner())
    }

    /// Enters a decision, and has the province's leader approve it.
    pub(crate) async fn decide(
        &mut self,
        reference: pb::DecisionReference,
        dossiers: &[&pb::Dossier],
    ) -> Result<pb::ApproveDecisionResponse, Status> {
        let entered = self.enter(reference, dossiers).await?;
        self.approve(PROVINCE_LEADER, &entered).await
    }

    async fn statuses(&mut self, filter: pb::ListCertificatesRequest) -> Vec<pb::CertificateStatus> {
        let request = self.by(PROVINCE_OFFICER, filter);
        let page = self.client.list_certificates(request).await.expect("listed").into_inner();
        page.certificates.iter().map(pb::Certificate::status).collect()
    }
}

testkit::on_both_databases! {
    async fn a_decision_leads_to_certificates_numbered_without_gaps(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, two) = (province.three_stars("Một").await, province.three_stars("Hai").await);
        let entered = province.decide(decision("3981/QĐ-UBND", "2026-11-23"), &[&one, &two]).await.expect("entered");
        let certificate = &entered.certificates[0];
        assert_eq!((certificate.number.as_str(), certificate.star), ("OCOP-11-2026-00001", 3));
        assert_eq!(
            (certificate.issued_on.as_str(), certificate.expires_on.as_str(), certificate.status()),
            ("2026-11-23", "2029-11-23", pb::CertificateStatus::Valid)
        );
        assert_eq!(certificate.decision.as_ref().expect("given").number, "3981/QĐ-UBND");
        assert_eq!(entered.certificates[1].number, "OCOP-11-2026-00002");
        let dossier = province.dossier(&one.id).await;
        assert_eq!((dossier.state(), &dossier.certificate_id), (pb::DossierState::Certified, &certificate.id));
        let three = province.three_stars("Ba").await;
        let entered = province.decide(decision("3982/QĐ-UBND", "2026-11-23"), &[&three]).await.expect("entered");
        assert_eq!(entered.certificates[0].number, "OCOP-11-2026-00003");
    }

    async fn what_a_decision_may_not_cover_is_refused_and_nothing_is_kept(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let sound = province.three_stars("Một").await;
        let five = province.assessed("Năm", 1, &best(&set)).await;
        let proposed = province.ready("Đề nghị", 1).await;
        let refused = [
            ("1/QĐ", "2026-11-23", vec![&sound, &five], Code::FailedPrecondition, ErrorReason::ResultNotCertifiable),
            ("1/QĐ", "2026-11-23", vec![&sound, &proposed], Code::FailedPrecondition, ErrorReason::DossierStateWrong),
            ("1/QĐ", "2026-11-22", vec![&sound], Code::FailedPrecondition, ErrorReason::DecisionDateWrong),
            ("1/QĐ", "2026-11-24", vec![&sound], Code::FailedPrecondition, ErrorReason::DecisionDateWrong),
            ("1/QĐ", "2026-11-23", vec![&sound, &sound], Code::FailedPrecondition, ErrorReason::DossierInOtherDecision),
            ("", "2026-11-23", vec![&sound], Code::InvalidArgument, ErrorReason::FieldsInvalid),
        ];
        for (number, date, dossiers, code, reason) in refused {
            let status = province.decide(decision(number, date), &dossiers).await.expect_err("refused");
            assert_status(&status, code, reason, "");
        }
        assert!(province.statuses(pb::ListCertificatesRequest::default()).await.is_empty());
        province.decide(decision("1/QĐ", "2026-11-23"), &[&sound]).await.expect("entered");
        let other = province.three_stars("Hai").await;
        let status = province.decide(decision("1/QĐ", "2026-11-23"), &[&other]).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::DecisionNumberTaken, "decision.number");
        // Another province's officer knows nothing of it.
        let request = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: OTHER_PROVINCE.to_owned(),
            decision: Some(decision("2/QĐ", "2026-11-23")),
            dossier_ids: vec![other.id.clone()],
            signed_file_sha256: String::new(),
        };
        let request = province.by_role(5, Role::ProvinceOfficer, OTHER_PROVINCE, request);
        assert_refused(
            province.client.enter_decision(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
    }

    async fn a_decision_is_entered_by_one_and_approved_by_another(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let one = province.three_stars("Một").await;
        let entered = province.enter(decision("1/QĐ", "2026-11-23"), &[&one]).await.expect("entered");
        assert_eq!(entered.state(), pb::DecisionState::Entered);
        assert_eq!(province.dossier(&one.id).await.state(), pb::DossierState::Assessed, "nothing is certified yet");
        assert!(province.statuses(pb::ListCertificatesRequest::default()).await.is_empty());
        // While it waits there, the dossier is in no other decision.
        let status = province.enter(decision("2/QĐ", "2026-11-23"), &[&one]).await.expect_err("refused");
        assert_status(
            &status, Code::FailedPrecondition, ErrorReason::DossierInOtherDecision, "dossier_ids",
        );
        // Also as a leader, who entered it does not approve it.
        let status = province.approve(PROVINCE_OFFICER, &entered).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::FourEyesRequired, "");
        let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id: entered.id.clone() };
        let request = province.by_role(7, Role::ProvinceLeader, OTHER_PROVINCE, message);
        assert_refused(
            province.client.approve_decision(request).await, Code::NotFound, ErrorReason::DecisionNotFound, "decision_id",
        );
        // Declined, its number and its dossier are free again.
        let message = pb::DeclineDecisionRequest {
            request_id: new_id(), decision_id: entered.id.clone(), reasons: "Sai ngày ký".to_owned(),
        };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        let declined = province.client.decline_decision(request).await.expect("declined").into_inner().decision;
        assert_eq!(declined.expect("given").state(), pb::DecisionState::Declined);
        let status = province.approve(PROVINCE_LEADER, &entered).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::DecisionStateWrong, "decision_id");
        let approved = province.decide(decision("1/QĐ", "2026-11-23"), &[&one]).await.expect("approved");
        assert_eq!(approved.certificates.len(), 1);
        let request = province.by(PROVINCE_OFFICER, pb::GetDecisionRequest {
            decision_id: approved.decision.expect("given").id,
        });
        let found = province.client.get_decision(request).await.expect("found").into_inner().decision.expect("given");
        assert_eq!((found.state(), found.dossier_ids), (pb::DecisionState::Approved, vec![one.id]));
    }

    async fn of_two_leaders_who_approve_at_once_one_does(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, two) = (province.three_stars("Một").await, province.three_stars("Hai").await);
        let entered = province.enter(decision("1/QĐ", "2026-11-23"), &[&one, &two]).await.expect("entered");
        let mut approving = tokio::task::JoinSet::new();
        for number in [PROVINCE_LEADER, 50, 51] {
            let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id: entered.id.clone() };
            let request = province.by_role(number, Role::ProvinceLeader, PROVINCE, message);
            let mut client = province.client.clone();
            approving.spawn(async move { client.approve_decision(request).await });
        }
        let (approved, refused): (Vec<_>, Vec<_>) = approving.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(approved.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::DecisionStateWrong, "decision_id");
        }
        assert_eq!(province.statuses(pb::ListCertificatesRequest::default()).await.len(), 2);
    }

    async fn a_certificate_runs_out_after_its_last_day(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.three_stars("Một").await;
        let entered = province.decide(decision("1/QĐ", "2026-11-23"), &[&dossier]).await.expect("entered");
        let id = entered.certificates[0].id.clone();
        for (at, status) in [
            ("", pb::CertificateStatus::Valid),
            ("2029-11-23", pb::CertificateStatus::Valid),
            ("2029-11-24", pb::CertificateStatus::Expired),
        ] {
            let get = pb::GetCertificateRequest { certificate_id: id.clone(), at: at.to_owned() };
            let request = province.by(PROVINCE_OFFICER, get);
            let found = province.client.get_certificate(request).await.expect("found").into_inner().certificate;
            assert_eq!(found.expect("given").status(), status, "{at}");
        }
        let at = |day: &str, status: pb::CertificateStatus| pb::ListCertificatesRequest {
            at: day.to_owned(), status: status.into(), ..Default::default()
        };
        let counts = [
            (at("2029-11-23", pb::CertificateStatus::Valid), 1),
            (at("2029-11-23", pb::CertificateStatus::Expired), 0),
            (at("2029-11-24", pb::CertificateStatus::Valid), 0),
            (at("2029-11-24", pb::CertificateStatus::Expired), 1),
            (at("2026-11-22", pb::CertificateStatus::Valid), 0),
            (pb::ListCertificatesRequest { star: 4, ..Default::default() }, 0),
            (pb::ListCertificatesRequest { star: 3, ..Default::default() }, 1),
        ];
        for (filter, count) in counts {
            assert_eq!(province.statuses(filter.clone()).await.len(), count, "{filter:?}");
        }
    }

    async fn anyone_may_verify_a_certificate(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.three_stars("Rau Mẫu").await;
        province.decide(decision("1/QĐ", "2026-11-23"), &[&dossier]).await.expect("entered");
        let verify = |number: &str| Request::new(pb::VerifyCertificateRequest { number: number.to_owned() });
        let found = province.client.verify_certificate(verify("OCOP-11-2026-00001")).await.expect("found").into_inner();
        assert_eq!(
            (found.product_name.as_str(), found.star, found.status(), found.decision_number.as_str()),
            ("Rau Mẫu", 3, pb::CertificateStatus::Valid, "1/QĐ")
        );
        assert_eq!(found.product_code, "11-03127-1-2026");
        assert_refused(
            province.client.verify_certificate(verify("OCOP-11-2026-00002")).await,
            Code::NotFound, ErrorReason::CertificateNotFound, "number",
        );
        province.bed.hands.advance(TimeDelta::days(4 * 365));
        let found = province.client.verify_certificate(verify("OCOP-11-2026-00001")).await.expect("found").into_inner();
        assert_eq!(found.status(), pb::CertificateStatus::Expired);
    }
}
