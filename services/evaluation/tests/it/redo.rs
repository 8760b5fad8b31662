//! What was assessed is assessed once more because the ministry asks for it, or its recognition is withdrawn.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, dossiers};
use tokio::task::JoinSet;
use tonic::{Code, Request, Status};

use crate::forms::certificate_numbers;
use crate::hand_over::{MINISTRY_LEADER, MINISTRY_OFFICER};
use crate::{PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, all_criteria, best, decision, new_id, with};

const COUNTRY: &str = "VN";

fn ask(dossier_id: &str, demand: pb::RedoDemand) -> pb::RequestRedoRequest {
    pb::RequestRedoRequest {
        request_id: new_id(),
        dossier_id: dossier_id.to_owned(),
        demand: demand.into(),
        document: "812/BNNMT-VPĐP".to_owned(),
        document_date: "2026-11-20".to_owned(),
        reasons: "Hội đồng họp khi chưa đủ thành phần".to_owned(),
    }
}

fn report(request: &pb::RedoRequest) -> pb::ReportRedoRequest {
    pb::ReportRedoRequest {
        request_id: new_id(),
        redo_request_id: request.id.clone(),
        etag: request.etag.clone(),
        report: "Đã đánh giá lại".to_owned(),
    }
}

fn close(request: &pb::RedoRequest) -> pb::CloseRedoRequest {
    pb::CloseRedoRequest {
        request_id: new_id(),
        redo_request_id: request.id.clone(),
        etag: request.etag.clone(),
        closing: "Đồng ý với kết quả".to_owned(),
    }
}

/// Choices for four stars: the best, but of criteria without minimum as many are left out as take more than 10 points.
fn four_stars(set: &pb::CriteriaSet) -> Vec<pb::Choice> {
    let free = all_criteria(set).filter(|criterion| criterion.options.iter().all(|option| option.min_star == 0));
    let mut left_out = 0;
    free.fold(best(set), |choices, criterion| {
        if left_out > 10 {
            return choices;
        }
        left_out += criterion.max_points;
        with(&choices, &criterion.code, 0)
    })
}

impl Province {
    fn by_ministrys_leader<M>(&self, message: M) -> Request<M> {
        self.by_role(MINISTRY_LEADER, Role::MinistryLeader, COUNTRY, message)
    }

    fn by_provinces_leader<M>(&self, message: M) -> Request<M> {
        self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message)
    }

    pub(crate) async fn ask_to_redo(
        &mut self,
        dossier_id: &str,
        demand: pb::RedoDemand,
    ) -> Result<pb::RedoRequest, Status> {
        let request = self.by_ministrys_leader(ask(dossier_id, demand));
        Ok(self.redo.request_redo(request).await?.into_inner().redo_request.expect("given"))
    }

    async fn report_on(&mut self, request: &pb::RedoRequest) -> Result<pb::RedoRequest, Status> {
        let request = self.by_provinces_leader(report(request));
        Ok(self.redo.report_redo(request).await?.into_inner().redo_request.expect("given"))
    }

    async fn close_redo(&mut self, request: &pb::RedoRequest) -> Result<pb::RedoRequest, Status> {
        let request = self.by_ministrys_leader(close(request));
        Ok(self.redo.close_redo(request).await?.into_inner().redo_request.expect("given"))
    }

    async fn redo_request(&mut self, id: &str) -> pb::RedoRequest {
        let request = self.by(PROVINCE_OFFICER, pb::GetRedoRequestRequest { redo_request_id: id.to_owned() });
        self.redo.get_redo_request(request).await.expect("found").into_inner().redo_request.expect("given")
    }

    async fn redo_requests(&mut self, filter: pb::ListRedoRequestsRequest) -> Vec<String> {
        let request = self.by(PROVINCE_OFFICER, filter);
        let page = self.redo.list_redo_requests(request).await.expect("listed").into_inner();
        page.redo_requests.into_iter().map(|request| request.id).collect()
    }

    /// The province's leader has a dossier assessed once more.
    async fn take_up(&mut self, dossier_id: &str, redo_request_id: &str) -> Result<pb::Dossier, Status> {
        let dossier = self.dossier(dossier_id).await;
        let mut request = self.reassess(PROVINCE_LEADER, Role::ProvinceLeader, &dossier);
        request.get_mut().redo_request_id = redo_request_id.to_owned();
        Ok(self.steps.reassess_dossier(request).await?.into_inner().dossier.expect("given"))
    }

    /// A dossier whose certificate of three stars is looked into at the ministry's request.
    async fn looked_into(&mut self, name: &str) -> (pb::Certificate, pb::Dossier) {
        let certificate = self.certified(name).await;
        let asked = self.ask_to_redo(&certificate.dossier_id, pb::RedoDemand::Reassess).await.expect("asked");
        let ready = self.take_up(&certificate.dossier_id, &asked.id).await.expect("taken up");
        (certificate, ready)
    }

    async fn certificate_today(&mut self, id: &str) -> pb::Certificate {
        let get = pb::GetCertificateRequest { certificate_id: id.to_owned(), at: String::new() };
        let request = self.by(PROVINCE_OFFICER, get);
        self.client.get_certificate(request).await.expect("found").into_inner().certificate.expect("given")
    }
}

testkit::on_both_databases! {
    async fn a_result_is_redone_because_the_ministry_asks(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let nothing = province.assessed("Không", 1, &[]).await;
        assert_eq!(nothing.state(), pb::DossierState::NotRecognised);
        let unasked = province.take_up(&nothing.id, "").await.expect_err("refused");
        assert_status(&unasked, Code::FailedPrecondition, ErrorReason::ReassessmentUnasked, "redo_request_id");
        let asked = province.ask_to_redo(&nothing.id, pb::RedoDemand::Reassess).await.expect("asked");
        // Thirty working days after Monday 2026-11-23, New Year's Day left out.
        assert_eq!((asked.state(), asked.due_on.as_str()), (pb::RedoState::Open, "2027-01-05"));
        // The ministry asks; the province does it.
        let dossier = province.dossier(&nothing.id).await;
        let mut by_ministry = province.reassess(MINISTRY_LEADER, Role::MinistryLeader, &dossier);
        by_ministry.get_mut().redo_request_id.clone_from(&asked.id);
        assert_refused(
            province.steps.reassess_dossier(by_ministry).await,
            Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
        );
        let ready = province.take_up(&nothing.id, &asked.id).await.expect("taken up");
        assert_eq!((ready.state(), ready.level()), (pb::DossierState::Ready, pb::Level::Province));
        let taken_up = province.redo_request(&asked.id).await;
        assert!(taken_up.taken_up);
        let reported = province.report_on(&taken_up).await.expect("reported");
        assert_eq!((reported.state(), reported.report.as_str()), (pb::RedoState::Reported, "Đã đánh giá lại"));
        let closed = province.close_redo(&reported).await.expect("closed");
        assert_eq!((closed.state(), closed.closing.as_str()), (pb::RedoState::Closed, "Đồng ý với kết quả"));
        let late = province.report_on(&closed).await.expect_err("refused");
        assert_status(&late, Code::FailedPrecondition, ErrorReason::RedoRequestStateWrong, "redo_request_id");
        let choices = province.three_star_choices().await;
        assert_eq!(province.scored(&ready, &choices).await.state(), pb::DossierState::Assessed);
    }

    /// What the ministry gave back, or has not got yet, the province takes up of its own accord.
    async fn potential_five_is_the_provinces_own_until_it_is_handed_over(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let five = province.potential_five("Năm").await;
        assert_eq!(province.take_up(&five.id, "").await.expect("taken up").state(), pb::DossierState::Ready);
    }

    async fn another_star_replaces_the_certificate_and_keeps_its_last_day(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, ready) = province.looked_into("Mật ong").await;
        assert_eq!(ready.standing_certificate_id, certificate.id);
        assert_eq!(province.certificate_today(&certificate.id).await.status(), pb::CertificateStatus::Valid);
        // The producer does not take back what is being looked into.
        let withdraw = pb::WithdrawDossierRequest {
            request_id: new_id(), dossier_id: ready.id.clone(), etag: ready.etag.clone(),
            reasons: "Thôi".to_owned(),
        };
        let request = province.by(crate::COMMUNE_OFFICER, withdraw);
        assert_refused(
            province.steps.withdraw_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id",
        );
        let four = four_stars(&province.criteria(1).await);
        let assessed = province.scored(&ready, &four).await;
        province.day("2027-03-01").await;
        let approved = province.decide(decision("15/QĐ-UBND", "2027-03-01"), &[&assessed]).await.expect("approved");
        let new = &approved.certificates[0];
        assert_eq!((new.number.as_str(), new.star), ("OCOP-11-2027-00001", 4));
        assert_eq!((new.issued_on.as_str(), &new.expires_on), ("2027-03-01", &certificate.expires_on));
        let new = province.certificate_today(&new.id).await;
        assert_eq!(
            (new.replacement_kind(), &new.replaces_certificate_id, new.replacement_basis.as_str()),
            (pb::ReplacementKind::Reassessed, &certificate.id, "15/QĐ-UBND")
        );
        let old = province.certificate_today(&certificate.id).await;
        assert_eq!((old.status(), old.star), (pb::CertificateStatus::Replaced, 3));
        let dossier = province.dossier(&certificate.dossier_id).await;
        assert_eq!((dossier.certificate_id, dossier.standing_certificate_id.as_str()), (new.id.clone(), ""));
        // Each decision shows the certificates it led to.
        let form = province.decision_form(&approved.decision.expect("given").id).await;
        assert_eq!(certificate_numbers(&form), ["OCOP-11-2027-00001"]);
        // What replaces it can be revoked in its turn.
        province.revoke(&new).await;
        assert_eq!(province.certificate_today(&new.id).await.status(), pb::CertificateStatus::Revoked);
    }

    async fn the_same_star_leaves_the_certificate_as_it_is(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, ready) = province.looked_into("Mật ong").await;
        // Meanwhile its paper is lost: what stands is the one issued last.
        let anew = province.issue_anew(&certificate).await;
        let choices = province.three_star_choices().await;
        let assessed = province.scored(&ready, &choices).await;
        let other = province.three_stars("Chè").await;
        let both = [&assessed, &other];
        let approved = province.decide(decision("15/QĐ-UBND", "2026-11-23"), &both).await.expect("approved");
        let numbers: Vec<_> = approved.certificates.iter().map(|certificate| certificate.number.as_str()).collect();
        assert_eq!(numbers, ["OCOP-11-2026-00003"], "without gaps: the upheld one takes no number");
        let dossier = province.dossier(&certificate.dossier_id).await;
        assert_eq!((dossier.state(), &dossier.certificate_id), (pb::DossierState::Certified, &anew.id));
        assert_eq!(province.certificate_today(&anew.id).await.status(), pb::CertificateStatus::Valid);
    }

    /// Below three stars the certificate stands until it is revoked: a council recognises, and does not revoke.
    async fn a_result_without_star_leaves_the_certificate_to_a_revocation(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, ready) = province.looked_into("Mật ong").await;
        let nothing = province.scored(&ready, &[]).await;
        assert_eq!(nothing.state(), pb::DossierState::NotRecognised);
        assert_eq!(nothing.standing_certificate_id, certificate.id);
        assert_eq!(province.certificate_today(&certificate.id).await.status(), pb::CertificateStatus::Valid);
        province.revoke(&certificate).await;
        assert_eq!(province.certificate_today(&certificate.id).await.status(), pb::CertificateStatus::Revoked);
    }

    /// A certificate that was revoked while it was looked into is not put right.
    async fn nothing_is_issued_for_a_certificate_that_ended_meanwhile(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, ready) = province.looked_into("Mật ong").await;
        let four = four_stars(&province.criteria(1).await);
        let assessed = province.scored(&ready, &four).await;
        let opened = province.open_revocation_of(&certificate).await;
        let entered = province.enter(decision("15/QĐ-UBND", "2026-11-23"), &[&assessed]).await.expect("entered");
        let refused = province.approve(PROVINCE_LEADER, &entered).await.expect_err("refused");
        assert_status(&refused, Code::AlreadyExists, ErrorReason::RevocationExists, "certificate_id");
        province.revoke_opened(&opened).await;
        let approved = province.approve(PROVINCE_LEADER, &entered).await.expect("approved");
        assert!(approved.certificates.is_empty());
        assert_eq!(province.dossier(&certificate.dossier_id).await.certificate_id, certificate.id);
    }

    async fn a_withdrawal_is_asked_for_and_the_province_revokes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let asked = province.ask_to_redo(&certificate.dossier_id, pb::RedoDemand::Withdraw).await.expect("asked");
        assert_eq!(asked.certificate_id, certificate.id);
        // It asks for no re-assessment.
        let refused = province.take_up(&certificate.dossier_id, &asked.id).await.expect_err("refused");
        assert_status(&refused, Code::FailedPrecondition, ErrorReason::RedoRequestStateWrong, "redo_request_id");
        province.revoke(&certificate).await;
        let reported = province.report_on(&asked).await.expect("reported");
        province.close_redo(&reported).await.expect("closed");
    }

    async fn the_ministry_asks_about_what_a_province_decided_alone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let reassess = pb::RedoDemand::Reassess;
        // Not the ministry's officer, nor the province.
        let request = province.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, ask(&new_id(), reassess));
        assert_refused(
            province.redo.request_redo(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let unknown = province.ask_to_redo(&new_id(), reassess).await.expect_err("refused");
        assert_status(&unknown, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
        let ready = province.ready("Chè", 1).await;
        let early = province.ask_to_redo(&ready.id, reassess).await.expect_err("refused");
        assert_status(&early, Code::FailedPrecondition, ErrorReason::RedoNotApplicable, "dossier_id");
        let nothing = province.assessed("Không", 1, &[]).await;
        let unfounded = province.ask_to_redo(&nothing.id, pb::RedoDemand::Withdraw).await.expect_err("refused");
        assert_status(&unfounded, Code::FailedPrecondition, ErrorReason::RedoNotApplicable, "dossier_id");
        let mut future = ask(&nothing.id, reassess);
        future.document_date = "2026-11-24".to_owned();
        let request = province.by_ministrys_leader(future);
        assert_refused(
            province.redo.request_redo(request).await,
            Code::InvalidArgument, ErrorReason::RecordDatesWrong, "document_date",
        );
        province.ask_to_redo(&nothing.id, reassess).await.expect("asked");
        let twice = province.ask_to_redo(&nothing.id, reassess).await.expect_err("refused");
        assert_status(&twice, Code::AlreadyExists, ErrorReason::RedoRequestExists, "dossier_id");
        let revoked = province.certified("Mật ong").await;
        province.revoke(&revoked).await;
        let ended = province.ask_to_redo(&revoked.dossier_id, reassess).await.expect_err("refused");
        assert_status(&ended, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
    }

    /// A dossier that had ended does not come back beside another one of its product.
    async fn a_product_is_in_one_dossier_at_a_time(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let asked = province.ask_to_redo(&certificate.dossier_id, pb::RedoDemand::Reassess).await.expect("asked");
        let mut upgrade = dossiers::file(new_id(), &certificate.product_id);
        upgrade.kind = pb::DossierKind::Upgrade.into();
        upgrade.forms.as_mut().expect("given").changes =
            vec![pb::Change { criterion: "1.1".to_owned(), description: "Vùng nguyên liệu mới".to_owned() }];
        let request = province.by(crate::COMMUNE_OFFICER, upgrade);
        province.client.file_dossier(request).await.expect("filed");
        let refused = province.take_up(&certificate.dossier_id, &asked.id).await.expect_err("refused");
        assert_status(&refused, Code::AlreadyExists, ErrorReason::DossierInProgress, "product_id");
    }

    async fn requests_are_listed_and_the_provinces_leader_is_told(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut asked = Vec::new();
        for name in ["Một", "Hai", "Ba"] {
            let dossier = province.assessed(name, 1, &[]).await;
            asked.push(province.ask_to_redo(&dossier.id, pb::RedoDemand::Reassess).await.expect("asked"));
        }
        let notices = province.by_provinces_leader(pb::ListNoticesRequest::default());
        let notices = province.agenda.list_notices(notices).await.expect("listed").into_inner().notices;
        let told = notices.iter().filter(|notice| notice.reason() == pb::NoticeReason::RedoRequested);
        assert_eq!(told.count(), 3);
        province.report_on(&asked[1]).await.expect("reported");
        let all = province.redo_requests(pb::ListRedoRequestsRequest::default()).await;
        assert_eq!(all, [&asked[2].id, &asked[1].id, &asked[0].id].map(String::as_str));
        let filter = pb::ListRedoRequestsRequest { dossier_id: asked[0].dossier_id.clone(), ..Default::default() };
        assert_eq!(province.redo_requests(filter).await, [asked[0].id.as_str()]);
        let filter = pb::ListRedoRequestsRequest { state: pb::RedoState::Reported.into(), ..Default::default() };
        assert_eq!(province.redo_requests(filter).await, [asked[1].id.as_str()]);
        let overdue = || pb::ListRedoRequestsRequest { overdue_only: true, ..Default::default() };
        assert!(province.redo_requests(overdue()).await.is_empty());
        province.day("2027-01-06").await;
        assert_eq!(province.redo_requests(overdue()).await, [&asked[2].id, &asked[0].id].map(String::as_str));
        assert!(province.redo_request(&asked[0].id).await.overdue);
        // Another province knows nothing of it.
        let get = pb::GetRedoRequestRequest { redo_request_id: asked[0].id.clone() };
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, crate::OTHER_PROVINCE, get);
        assert_refused(
            province.redo.get_redo_request(request).await,
            Code::NotFound, ErrorReason::RedoRequestNotFound, "redo_request_id",
        );
    }

    async fn of_two_requests_at_once_one_is_kept(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let nothing = province.assessed("Không", 1, &[]).await;
        let mut asking = JoinSet::new();
        for _ in 0..4 {
            let (mut client, request) =
                (province.redo.clone(), province.by_ministrys_leader(ask(&nothing.id, pb::RedoDemand::Reassess)));
            asking.spawn(async move { client.request_redo(request).await });
        }
        let (asked, refused): (Vec<_>, Vec<_>) = asking.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(asked.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::AlreadyExists, ErrorReason::RedoRequestExists, "dossier_id");
        }
    }

    /// The province takes the dossier up before the ministry closes its request, or is refused.
    async fn a_request_is_followed_or_closed_and_never_both(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for number in 0..4 {
            let nothing = province.assessed(&format!("Không {number}"), 1, &[]).await;
            let asked = province.ask_to_redo(&nothing.id, pb::RedoDemand::Reassess).await.expect("asked");
            let mut take_up = province.reassess(PROVINCE_LEADER, Role::ProvinceLeader, &nothing);
            take_up.get_mut().redo_request_id.clone_from(&asked.id);
            let close = province.by_ministrys_leader(close(&asked));
            let (mut taking, mut closing) = (province.steps.clone(), province.redo.clone());
            let (taken, closed) = tokio::join!(
                tokio::spawn(async move { taking.reassess_dossier(take_up).await }),
                tokio::spawn(async move { closing.close_redo(close).await }),
            );
            match (taken.expect("ended"), closed.expect("ended")) {
                (Ok(_), Err(status)) => assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag"),
                (Err(status), Ok(_)) => assert_status(
                    &status, Code::FailedPrecondition, ErrorReason::RedoRequestStateWrong, "redo_request_id",
                ),
                (taken, closed) => panic!("{taken:?} and {closed:?}"),
            }
        }
    }
}
