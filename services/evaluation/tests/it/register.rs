//! What happens to a certificate after it was issued: it is revoked, put right, or issued anew.

use chrono::TimeDelta;
use platform::access::Role;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::producer_service_client::ProducerServiceClient;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_refused, assert_status, dossiers, eventually};
use tokio::task::JoinSet;
use tonic::{Code, Request, Status};

use crate::producer_persons::PRODUCER;
use crate::{
    COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, decision, new_id,
};

const MINISTRY_OFFICER: u64 = 60;
const MINISTRY_LEADER: u64 = 61;

/// The day on which tests begin, and the day after which a producer that was silent has been heard.
const TODAY: &str = "2026-11-23";
const HEARD: &str = "2026-12-01";

const GROUNDS: [pb::RevocationGround; 6] = [
    pb::RevocationGround::UntrueInformation,
    pb::RevocationGround::CriteriaNotMet,
    pb::RevocationGround::BreachOfLaw,
    pb::RevocationGround::MisuseOfMark,
    pb::RevocationGround::ProductionStopped,
    pb::RevocationGround::OtherConclusion,
];

/// A sound request; a test changes what it is about.
pub(crate) fn open(certificate: &pb::Certificate) -> pb::OpenRevocationRequest {
    pb::OpenRevocationRequest {
        request_id: new_id(),
        certificate_id: certificate.id.clone(),
        ground: pb::RevocationGround::ProductionStopped.into(),
        conclusion: "12/XN-UBND".to_owned(),
        concluded_on: "2026-11-20".to_owned(),
        reasons: "Xã xác nhận đã ngừng sản xuất".to_owned(),
        ..Default::default()
    }
}

pub(crate) fn answer(revocation: &pb::Revocation) -> pb::AnswerRevocationRequest {
    pb::AnswerRevocationRequest {
        request_id: new_id(),
        revocation_id: revocation.id.clone(),
        etag: revocation.etag.clone(),
        answer: "Chúng tôi đã sản xuất lại".to_owned(),
        paper_original: "Kho lưu trữ của xã".to_owned(),
    }
}

pub(crate) fn decide(
    revocation: &pb::Revocation,
    outcome: pb::RevocationState,
    date: &str,
) -> pb::DecideRevocationRequest {
    pb::DecideRevocationRequest {
        request_id: new_id(),
        revocation_id: revocation.id.clone(),
        etag: revocation.etag.clone(),
        outcome: outcome.into(),
        decision: Some(decision("77/QĐ-UBND", date)),
        reasons: "Đã xác minh".to_owned(),
    }
}

fn correct(certificate: &pb::Certificate) -> pb::CorrectCertificateRequest {
    pb::CorrectCertificateRequest {
        request_id: new_id(),
        certificate_id: certificate.id.clone(),
        basis: "15/TTr-SNNMT".to_owned(),
        basis_date: TODAY.to_owned(),
    }
}

fn reissue(certificate: &pb::Certificate, kind: pb::ReplacementKind) -> pb::ReissueCertificateRequest {
    pb::ReissueCertificateRequest {
        request_id: new_id(),
        certificate_id: certificate.id.clone(),
        kind: kind.into(),
        basis: "16/ĐN-HTX".to_owned(),
        basis_date: TODAY.to_owned(),
    }
}

impl Province {
    /// A new product with a certificate of three stars.
    pub(crate) async fn certified(&mut self, name: &str) -> pb::Certificate {
        let dossier = self.three_stars(name).await;
        let reference = decision(&new_id(), &self.today());
        let approved = self.decide(reference, &[&dossier]).await.expect("approved");
        approved.certificates.into_iter().next().expect("one")
    }

    pub(crate) async fn open_revocation(
        &mut self,
        message: pb::OpenRevocationRequest,
    ) -> Result<pb::Revocation, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.register.open_revocation(request).await?.into_inner().revocation.expect("given"))
    }

    /// The officer of the commune types the producer's answer.
    pub(crate) async fn answer_revocation(
        &mut self,
        message: pb::AnswerRevocationRequest,
    ) -> Result<pb::Revocation, Status> {
        let request = self.by(COMMUNE_OFFICER, message);
        Ok(self.register.answer_revocation(request).await?.into_inner().revocation.expect("given"))
    }

    fn by_leader<M>(&self, number: u64, message: M) -> Request<M> {
        self.by_role(number, Role::ProvinceLeader, PROVINCE, message)
    }

    pub(crate) async fn decide_revocation(
        &mut self,
        message: pb::DecideRevocationRequest,
    ) -> Result<pb::Revocation, Status> {
        let request = self.by_leader(PROVINCE_LEADER, message);
        Ok(self.register.decide_revocation(request).await?.into_inner().revocation.expect("given"))
    }

    async fn correct(&mut self, message: pb::CorrectCertificateRequest) -> Result<pb::Certificate, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.register.correct_certificate(request).await?.into_inner().certificate.expect("given"))
    }

    /// A producer goes into another one.
    async fn take_over(&mut self, producer: &str, by: &str) {
        let message = registry_pb::RecordSuccessionRequest {
            request_id: new_id(),
            kind: registry_pb::SuccessionKind::Takeover.into(),
            predecessor_ids: vec![producer.to_owned()],
            successor_ids: vec![by.to_owned()],
            happened_on: TODAY.to_owned(),
            document_number: "12/QĐ-UBND".to_owned(),
            document_date: TODAY.to_owned(),
            product_moves: Vec::new(),
        };
        let request = self.by(PROVINCE_OFFICER, message);
        ProducerServiceClient::new(self.bed.wire()).record_succession(request).await.expect("recorded");
    }

    async fn reissue(&mut self, message: pb::ReissueCertificateRequest) -> Result<pb::Certificate, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.register.reissue_certificate(request).await?.into_inner().certificate.expect("given"))
    }

    /// The paper of a certificate was lost and is issued anew.
    pub(crate) async fn issue_anew(&mut self, certificate: &pb::Certificate) -> pb::Certificate {
        self.reissue(reissue(certificate, pb::ReplacementKind::Lost)).await.expect("issued anew")
    }

    /// A certificate is revoked today, its producer having answered.
    pub(crate) async fn revoke(&mut self, certificate: &pb::Certificate) {
        let opened = self.open_revocation_of(certificate).await;
        self.revoke_opened(&opened).await;
    }

    pub(crate) async fn open_revocation_of(&mut self, certificate: &pb::Certificate) -> pb::Revocation {
        self.open_revocation(open(certificate)).await.expect("opened")
    }

    /// The producer answers to an open revocation, and its certificate is revoked today.
    pub(crate) async fn revoke_opened(&mut self, opened: &pb::Revocation) {
        let answered = self.answer_revocation(answer(opened)).await.expect("answered");
        let revoke = decide(&answered, pb::RevocationState::Revoked, &self.today());
        self.decide_revocation(revoke).await.expect("revoked");
    }

    pub(crate) async fn certificate(&mut self, id: &str, at: &str) -> pb::Certificate {
        let get = pb::GetCertificateRequest { certificate_id: id.to_owned(), at: at.to_owned() };
        let request = self.by(PROVINCE_OFFICER, get);
        self.client.get_certificate(request).await.expect("found").into_inner().certificate.expect("given")
    }

    async fn verify(&mut self, number: &str) -> pb::VerifyCertificateResponse {
        let request = Request::new(pb::VerifyCertificateRequest { number: number.to_owned() });
        self.client.verify_certificate(request).await.expect("found").into_inner()
    }

    /// Numbers of the certificates of a status on a day, the newest first.
    async fn numbers(&mut self, status: pb::CertificateStatus, at: &str) -> Vec<String> {
        let filter = pb::ListCertificatesRequest { at: at.to_owned(), status: status.into(), ..Default::default() };
        let request = self.by(PROVINCE_OFFICER, filter);
        let page = self.client.list_certificates(request).await.expect("listed").into_inner();
        page.certificates.into_iter().map(|certificate| certificate.number).collect()
    }

    async fn listed(&mut self, filter: pb::ListRevocationsRequest) -> Vec<String> {
        let request = self.by(PROVINCE_OFFICER, filter);
        let page = self.register.list_revocations(request).await.expect("listed").into_inner();
        page.revocations.into_iter().map(|revocation| revocation.id).collect()
    }

    /// Registry gives the producer of a product another name.
    async fn rename_producer(&mut self, product_id: &str, name: &str) {
        let get = registry_pb::GetProductRequest { product_id: product_id.to_owned() };
        let request = self.by(COMMUNE_OFFICER, get);
        let product = self.registry.get_product(request).await.expect("found").into_inner().product.expect("given");
        let get = registry_pb::GetProducerRequest { producer_id: product.producer_id };
        let request = self.by(COMMUNE_OFFICER, get);
        let producer = self.registry.get_producer(request).await.expect("found").into_inner().producer;
        let message = registry_pb::UpdateProducerRequest {
            request_id: new_id(),
            producer: Some(registry_pb::Producer { name: name.to_owned(), ..producer.expect("given") }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["name".to_owned()] }),
            ..Default::default()
        };
        let request = self.by(COMMUNE_OFFICER, message);
        self.registry.update_producer(request).await.expect("renamed");
    }

    /// Registry gives a product another name.
    async fn rename_product(&mut self, product_id: &str, name: &str) {
        let get = registry_pb::GetProductRequest { product_id: product_id.to_owned() };
        let request = self.by(COMMUNE_OFFICER, get);
        let product = self.registry.get_product(request).await.expect("found").into_inner().product;
        let message = registry_pb::UpdateProductRequest {
            request_id: new_id(),
            product: Some(registry_pb::Product { name: name.to_owned(), ..product.expect("given") }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["name".to_owned()] }),
        };
        let request = self.by(COMMUNE_OFFICER, message);
        self.registry.update_product(request).await.expect("renamed");
    }
}

/// The certificates of a database have five stars from now on. Which council gave them is of no interest here.
pub(crate) async fn give_five_stars(database: &TestDatabase) {
    let db = Database::open(&database.config()).await.expect("open");
    let transaction = db.begin().await.expect("begun");
    let statement = Statement::from_string(db.backend(), "UPDATE certificate SET star = 5");
    transaction.execute_raw(statement).await.expect("changed");
    transaction.commit().await.expect("committed");
}

testkit::on_both_databases! {
    async fn a_revocation_goes_from_the_conclusion_to_the_decision(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let opened = province.open_revocation(open(&certificate)).await.expect("opened");
        assert_eq!(
            (opened.state(), opened.level(), opened.unit_id.as_str()),
            (pb::RevocationState::Open, pb::Level::Province, COMMUNE)
        );
        // The 15th day after the conclusion is a Saturday; five working days after Monday end on Monday.
        assert_eq!((opened.due_on.as_str(), opened.answer_until.as_str()), ("2026-12-07", "2026-11-30"));
        let now = province.certificate(&certificate.id, "").await;
        assert_eq!(now.status(), pb::CertificateStatus::Valid, "there is no suspension");
        province.bed.hands.advance(TimeDelta::days(2));
        let answered = province.answer_revocation(answer(&opened)).await.expect("answered");
        assert_eq!(
            (answered.answer.as_str(), answered.answer_paper_original.as_str()),
            ("Chúng tôi đã sản xuất lại", "Kho lưu trữ của xã")
        );
        assert!(answered.answered_at.is_some() && answered.decision.is_none());
        let revoke = decide(&answered, pb::RevocationState::Revoked, "2026-11-25");
        let revoked = province.decide_revocation(revoke).await.expect("decided");
        assert_eq!(revoked.state(), pb::RevocationState::Revoked);
        assert_eq!(revoked.decision.expect("given").number, "77/QĐ-UBND");
        // It held up to the day before.
        for (at, status) in [
            ("2026-11-24", pb::CertificateStatus::Valid),
            ("2026-11-25", pb::CertificateStatus::Revoked),
            ("2029-11-24", pb::CertificateStatus::Revoked),
        ] {
            assert_eq!(province.certificate(&certificate.id, at).await.status(), status, "{at}");
            for listed in [pb::CertificateStatus::Valid, pb::CertificateStatus::Expired, pb::CertificateStatus::Revoked] {
                let numbers = province.numbers(listed, at).await;
                assert_eq!(numbers.len(), usize::from(listed == status), "{listed:?} at {at}");
            }
        }
        let told = province.verify(&certificate.number).await;
        assert_eq!((told.status(), told.revoked_on.as_str()), (pb::CertificateStatus::Revoked, "2026-11-25"));
        // No upgrade follows it.
        let upgrade = pb::FileDossierRequest {
            kind: pb::DossierKind::Upgrade.into(), ..dossiers::file(new_id(), &certificate.product_id)
        };
        let request = province.by(COMMUNE_OFFICER, upgrade);
        assert_refused(
            province.client.file_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::NoCertificateToFollow, "kind",
        );
    }

    async fn on_each_ground_the_province_decides_three_stars_and_the_ministry_five(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let officer = |message| province.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, "VN", message);
        assert_refused(
            province.register.clone().open_revocation(officer(open(&certificate))).await,
            Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
        );
        for ground in GROUNDS {
            let message = pb::OpenRevocationRequest { ground: ground.into(), ..open(&certificate) };
            let opened = province.open_revocation(message).await.expect("opened");
            assert_eq!((opened.ground(), opened.due_on.as_str()), (ground, "2026-12-07"));
            let answered = province.answer_revocation(answer(&opened)).await.expect("answered");
            let drop = decide(&answered, pb::RevocationState::Dropped, TODAY);
            let request = province.by_role(MINISTRY_LEADER, Role::MinistryLeader, "VN", drop.clone());
            assert_refused(
                province.register.decide_revocation(request).await,
                Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
            );
            let dropped = province.decide_revocation(drop).await.expect("decided");
            assert_eq!(dropped.state(), pb::RevocationState::Dropped);
            assert_eq!(province.certificate(&certificate.id, "").await.status(), pb::CertificateStatus::Valid);
        }
        give_five_stars(&database).await;
        for ground in GROUNDS {
            let message = pb::OpenRevocationRequest { ground: ground.into(), ..open(&certificate) };
            let status = province.open_revocation(message.clone()).await.expect_err("refused");
            assert_status(&status, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
            let request = province.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, "VN", message);
            let opened = province.register.open_revocation(request).await.expect("opened").into_inner().revocation;
            let opened = opened.expect("given");
            assert_eq!((opened.level(), opened.ground()), (pb::Level::Ministry, ground));
            let answered = province.answer_revocation(answer(&opened)).await.expect("answered");
            let last = ground == pb::RevocationGround::OtherConclusion;
            let outcome = if last { pb::RevocationState::Revoked } else { pb::RevocationState::Dropped };
            let ruling = decide(&answered, outcome, TODAY);
            let status = province.decide_revocation(ruling.clone()).await.expect_err("refused");
            assert_status(&status, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
            let request = province.by_role(MINISTRY_LEADER, Role::MinistryLeader, "VN", ruling);
            province.register.decide_revocation(request).await.expect("decided");
        }
        assert_eq!(province.certificate(&certificate.id, "").await.status(), pb::CertificateStatus::Revoked);
    }

    async fn what_gives_no_reason_to_revoke_opens_nothing(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let sound = open(&certificate);
        let other = new_id();
        for (message, code, reason, field) in [
            (
                pb::OpenRevocationRequest { concluded_on: "2026-11-24".to_owned(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "concluded_on",
            ),
            (
                pb::OpenRevocationRequest { ground: 0, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "ground",
            ),
            (
                pb::OpenRevocationRequest { reasons: String::new(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "reasons",
            ),
            (
                pb::OpenRevocationRequest { conclusion: String::new(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "conclusion",
            ),
            (
                pb::OpenRevocationRequest { certificate_id: other, ..sound.clone() },
                Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
            ),
        ] {
            assert_status(&province.open_revocation(message).await.expect_err("refused"), code, reason, field);
        }
        let request = province.by_role(7, Role::ProvinceOfficer, OTHER_PROVINCE, sound.clone());
        assert_refused(
            province.register.open_revocation(request).await,
            Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
        );
        let request = province.by(COMMUNE_OFFICER, sound.clone());
        assert_refused(
            province.register.open_revocation(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        assert!(province.listed(pb::ListRevocationsRequest::default()).await.is_empty());
        province.open_revocation(sound).await.expect("opened");
        let status = province.open_revocation(open(&certificate)).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::RevocationExists, "certificate_id");
        let other = province.certified("Chè").await;
        province.bed.hands.advance(TimeDelta::days(4 * 365));
        let status = province.open_revocation(open(&other)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
    }

    async fn a_producer_answers_once_by_its_account_or_on_paper(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let foreign = province.certified("Chè").await;
        province.open_revocation(open(&foreign)).await.expect("opened");
        let opened = province.open_revocation(open(&certificate)).await.expect("opened");
        let get = || pb::GetRevocationRequest { revocation_id: opened.id.clone() };
        let by_producer = |province: &Province, message| province.by_role(PRODUCER, Role::Producer, COMMUNE, message);
        // The role alone opens nothing.
        assert_refused(
            province.register.get_revocation(province.by_role(PRODUCER, Role::Producer, COMMUNE, get())).await,
            Code::NotFound, ErrorReason::RevocationNotFound, "revocation_id",
        );
        assert_refused(
            province.register.answer_revocation(by_producer(&province, answer(&opened))).await,
            Code::NotFound, ErrorReason::RevocationNotFound, "revocation_id",
        );
        let without_paper = pb::AnswerRevocationRequest { paper_original: String::new(), ..answer(&opened) };
        let status = province.answer_revocation(without_paper.clone()).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "paper_original");
        let silent = pb::AnswerRevocationRequest { answer: " ".to_owned(), ..answer(&opened) };
        let status = province.answer_revocation(silent).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "answer");
        let stale = pb::AnswerRevocationRequest { etag: "v9".to_owned(), ..answer(&opened) };
        let status = province.answer_revocation(stale).await.expect_err("refused");
        assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        province.grant(&certificate.producer_id, PRODUCER).await;
        eventually("evaluation knows the account", || {
            let (mut client, request) = (province.register.clone(), province.by_role(PRODUCER, Role::Producer, COMMUNE, get()));
            async move { client.get_revocation(request).await.is_ok() }
        })
        .await;
        let list = pb::ListRevocationsRequest::default();
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, list);
        let own = province.register.list_revocations(request).await.expect("listed").into_inner().revocations;
        assert_eq!(own, std::slice::from_ref(&opened), "and not the other's");
        let request = by_producer(&province, without_paper);
        let answered = province.register.answer_revocation(request).await.expect("answered").into_inner().revocation;
        let answered = answered.expect("given");
        let status = province.answer_revocation(answer(&answered)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::RevocationStateWrong, "revocation_id");
        let drop = decide(&answered, pb::RevocationState::Dropped, TODAY);
        let dropped = province.decide_revocation(drop).await.expect("decided");
        let status = province.answer_revocation(answer(&dropped)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::RevocationStateWrong, "revocation_id");
    }

    async fn a_leader_decides_what_another_opened_when_the_producer_was_heard(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let opened = province.open_revocation(open(&certificate)).await.expect("opened");
        let revoke = |date: &str| decide(&opened, pb::RevocationState::Revoked, date);
        let status = province.decide_revocation(revoke(TODAY)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProducerHasTime, "revocation_id");
        let overdue = || pb::ListRevocationsRequest { overdue_only: true, ..Default::default() };
        assert!(province.listed(overdue()).await.is_empty());
        province.bed.hands.advance(TimeDelta::days(8));
        for (message, code, reason, field) in [
            (revoke("2026-12-02"), Code::FailedPrecondition, ErrorReason::DecisionDateWrong, "decision.date"),
            (revoke("2026-11-30"), Code::FailedPrecondition, ErrorReason::DecisionDateWrong, "decision.date"),
            (
                decide(&opened, pb::RevocationState::Open, HEARD),
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "outcome",
            ),
            (
                decide(&opened, pb::RevocationState::Unspecified, HEARD),
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "outcome",
            ),
            (
                pb::DecideRevocationRequest { reasons: String::new(), ..revoke(HEARD) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "reasons",
            ),
            (
                pb::DecideRevocationRequest { etag: "v9".to_owned(), ..revoke(HEARD) },
                Code::Aborted, ErrorReason::EtagStale, "etag",
            ),
        ] {
            assert_status(&province.decide_revocation(message).await.expect_err("refused"), code, reason, field);
        }
        // Also as a leader, who opened it does not decide it.
        let request = province.by_leader(PROVINCE_OFFICER, revoke(HEARD));
        assert_refused(
            province.register.decide_revocation(request).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        let request = province.by_role(7, Role::ProvinceLeader, OTHER_PROVINCE, revoke(HEARD));
        assert_refused(
            province.register.decide_revocation(request).await,
            Code::NotFound, ErrorReason::RevocationNotFound, "revocation_id",
        );
        let request = province.by(PROVINCE_OFFICER, revoke(HEARD));
        assert_refused(
            province.register.decide_revocation(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        // After its last day it is overdue, and still to be decided.
        province.bed.hands.advance(TimeDelta::days(7));
        assert_eq!(province.listed(overdue()).await, std::slice::from_ref(&opened.id));
        let revoked = province.decide_revocation(revoke("2026-12-08")).await.expect("decided");
        assert!(province.listed(overdue()).await.is_empty());
        let again = decide(&revoked, pb::RevocationState::Dropped, "2026-12-08");
        let status = province.decide_revocation(again).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::RevocationStateWrong, "revocation_id");
        // A certificate that was revoked is not revoked again.
        let status = province.open_revocation(open(&certificate)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
        for (filter, count) in [
            (pb::ListRevocationsRequest { state: pb::RevocationState::Revoked.into(), ..Default::default() }, 1),
            (pb::ListRevocationsRequest { state: pb::RevocationState::Open.into(), ..Default::default() }, 0),
            (pb::ListRevocationsRequest { certificate_id: certificate.id.clone(), ..Default::default() }, 1),
            (pb::ListRevocationsRequest { certificate_id: new_id(), ..Default::default() }, 0),
        ] {
            assert_eq!(province.listed(filter.clone()).await.len(), count, "{filter:?}");
        }
    }

    /// What ran out while its revocation was open is not revoked any more, only dropped.
    async fn a_certificate_that_ran_out_is_not_revoked(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let opened = province.open_revocation(open(&certificate)).await.expect("opened");
        province.bed.hands.advance(TimeDelta::days(4 * 365));
        let revoke = decide(&opened, pb::RevocationState::Revoked, "2030-11-22");
        let status = province.decide_revocation(revoke).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
        let drop = decide(&opened, pb::RevocationState::Dropped, "2030-11-22");
        province.decide_revocation(drop).await.expect("decided");
    }

    async fn of_two_leaders_who_decide_at_once_one_does(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let opened = province.open_revocation(open(&certificate)).await.expect("opened");
        province.bed.hands.advance(TimeDelta::days(8));
        let mut deciding = JoinSet::new();
        for (number, outcome) in [
            (PROVINCE_LEADER, pb::RevocationState::Revoked),
            (50, pb::RevocationState::Dropped),
            (51, pb::RevocationState::Revoked),
        ] {
            let request = province.by_leader(number, decide(&opened, outcome, HEARD));
            let mut client = province.register.clone();
            deciding.spawn(async move { client.decide_revocation(request).await });
        }
        let (mut decided, refused): (Vec<_>, Vec<_>) = deciding.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(decided.len(), 1);
        for refusal in refused {
            assert_status(&refusal.expect_err("refused"), Code::Aborted, ErrorReason::EtagStale, "etag");
        }
        let decided = decided.remove(0).expect("decided").into_inner().revocation.expect("given");
        let status = province.certificate(&certificate.id, "").await.status();
        assert_eq!(status == pb::CertificateStatus::Revoked, decided.state() == pb::RevocationState::Revoked);
    }

    /// A leader who had not seen the answer does not decide.
    async fn an_answer_and_a_decision_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for _ in 0..4 {
            let certificate = province.certified("Mật ong").await;
            let message = pb::OpenRevocationRequest { concluded_on: province.today(), ..open(&certificate) };
            let opened = province.open_revocation(message).await.expect("opened");
            province.bed.hands.advance(TimeDelta::days(8));
            let message = decide(&opened, pb::RevocationState::Revoked, &province.today());
            let (mut deciding, mut answering) = (province.register.clone(), province.register.clone());
            let decision = province.by_leader(PROVINCE_LEADER, message);
            let reply = province.by(COMMUNE_OFFICER, answer(&opened));
            let (decided, answered) = tokio::join!(
                tokio::spawn(async move { deciding.decide_revocation(decision).await }),
                tokio::spawn(async move { answering.answer_revocation(reply).await }),
            );
            let (decided, answered) = (decided.expect("ended"), answered.expect("ended"));
            assert_ne!(decided.is_ok(), answered.is_ok());
            let refusal = decided.err().or(answered.err()).expect("one was refused");
            assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
    }

    async fn names_are_put_right_by_a_certificate_that_replaces(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let wrong = province.certified("Mật ong").await;
        let status = province.correct(correct(&wrong)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ReplacementUnfounded, "certificate_id");
        province.rename_product(&wrong.product_id, "Mật ong rừng").await;
        province.bed.hands.advance(TimeDelta::days(10));
        let future = pb::CorrectCertificateRequest { basis_date: "2026-12-04".to_owned(), ..correct(&wrong) };
        let status = province.correct(future).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::RecordDatesWrong, "basis_date");
        let without = pb::CorrectCertificateRequest { basis: String::new(), ..correct(&wrong) };
        let status = province.correct(without).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "basis");
        let request = province.by_role(7, Role::ProvinceOfficer, OTHER_PROVINCE, correct(&wrong));
        assert_refused(
            province.register.correct_certificate(request).await,
            Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
        );
        let request = province.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, "VN", correct(&wrong));
        assert_refused(
            province.register.correct_certificate(request).await,
            Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
        );
        let right = province.correct(correct(&wrong)).await.expect("corrected");
        assert_eq!((right.product_name.as_str(), right.number.as_str()), ("Mật ong rừng", "OCOP-11-2026-00002"));
        assert_eq!((&right.issued_on, &right.expires_on), (&"2026-12-03".to_owned(), &wrong.expires_on));
        assert_eq!(
            (right.replacement_kind(), &right.replaces_certificate_id, right.replacement_basis.as_str()),
            (pb::ReplacementKind::Correction, &wrong.id, "15/TTr-SNNMT")
        );
        assert_eq!((right.decision, right.star), (wrong.decision.clone(), wrong.star), "it is the same recognition");
        let told = province.verify(&wrong.number).await;
        assert_eq!(
            (told.status(), told.replaced_by_number.as_str()),
            (pb::CertificateStatus::Replaced, "OCOP-11-2026-00002")
        );
        assert_eq!(province.certificate(&wrong.id, "2026-12-02").await.status(), pb::CertificateStatus::Valid);
        assert_eq!(province.numbers(pb::CertificateStatus::Valid, "2026-12-03").await, ["OCOP-11-2026-00002"]);
        assert_eq!(province.numbers(pb::CertificateStatus::Replaced, "2026-12-03").await, ["OCOP-11-2026-00001"]);
        assert_eq!(province.numbers(pb::CertificateStatus::Valid, "2026-12-02").await, ["OCOP-11-2026-00001"]);
        // The replaced one is done with; the next certificate counts on.
        let status = province.correct(correct(&wrong)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
        let status = province.open_revocation(open(&wrong)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
        assert_eq!(province.certified("Chè").await.number, "OCOP-11-2026-00003");
    }

    async fn a_paper_is_issued_anew_when_it_was_lost_or_the_producer_was_renamed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let first = province.certified("Mật ong").await;
        for kind in [pb::ReplacementKind::ProducerRenamed, pb::ReplacementKind::ProducerMerged] {
            let status = province.reissue(reissue(&first, kind)).await.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::ReplacementUnfounded, "certificate_id");
        }
        for kind in [pb::ReplacementKind::Unspecified, pb::ReplacementKind::Correction] {
            let status = province.reissue(reissue(&first, kind)).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "kind");
        }
        let second = province.reissue(reissue(&first, pb::ReplacementKind::Lost)).await.expect("issued anew");
        assert_eq!((&second.producer_name, &second.expires_on), (&first.producer_name, &first.expires_on));
        province.rename_producer(&first.product_id, "HTX Đổi tên").await;
        let renamed = reissue(&second, pb::ReplacementKind::ProducerRenamed);
        let third = province.reissue(renamed).await.expect("issued anew");
        assert_eq!(third.producer_name, "HTX Đổi tên");
        assert_eq!((third.number.as_str(), &third.replaces_certificate_id), ("OCOP-11-2026-00003", &second.id));
        // Revoking the last of them is told of the first: others know no other.
        let opened = province.open_revocation(open(&third)).await.expect("opened");
        let status = province.reissue(reissue(&third, pb::ReplacementKind::Lost)).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::RevocationExists, "certificate_id");
        let answered = province.answer_revocation(answer(&opened)).await.expect("answered");
        let revoke = decide(&answered, pb::RevocationState::Revoked, TODAY);
        province.decide_revocation(revoke).await.expect("decided");
        let status = province.reissue(reissue(&third, pb::ReplacementKind::Lost)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
    }

    /// Registry says that the product is another's since a takeover.
    async fn a_paper_is_issued_anew_when_the_producer_was_merged(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let first = province.certified("Mật ong").await;
        let successor = province.certified("Chè").await.producer_id;
        province.take_over(&first.producer_id, &successor).await;
        let status = province.correct(correct(&first)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ReplacementUnfounded, "certificate_id");
        let merged = reissue(&first, pb::ReplacementKind::ProducerMerged);
        let second = province.reissue(merged).await.expect("issued anew");
        assert_eq!((&second.producer_id, second.producer_name.as_str()), (&successor, "HTX Chè"));
        assert_eq!((&second.product_id, &second.expires_on), (&first.product_id, &first.expires_on));
    }

    /// A certificate is either replaced or being revoked, whoever comes first.
    async fn a_correction_and_a_revocation_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for _ in 0..4 {
            let certificate = province.certified("Mật ong").await;
            province.rename_product(&certificate.product_id, "Mật ong rừng").await;
            let (mut correcting, mut opening) = (province.register.clone(), province.register.clone());
            let correction = province.by(PROVINCE_OFFICER, correct(&certificate));
            let revocation = province.by(PROVINCE_OFFICER, open(&certificate));
            let (corrected, opened) = tokio::join!(
                tokio::spawn(async move { correcting.correct_certificate(correction).await }),
                tokio::spawn(async move { opening.open_revocation(revocation).await }),
            );
            match (corrected.expect("ended"), opened.expect("ended")) {
                (Ok(_), Err(refusal)) => assert_status(
                    &refusal, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id",
                ),
                (Err(refusal), Ok(_)) => assert_status(
                    &refusal, Code::AlreadyExists, ErrorReason::RevocationExists, "certificate_id",
                ),
                both => panic!("one of them: {both:?}"),
            }
        }
    }

    async fn of_two_who_correct_at_once_one_does(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.rename_product(&certificate.product_id, "Mật ong rừng").await;
        let mut correcting = JoinSet::new();
        for _ in 0..3 {
            let request = province.by(PROVINCE_OFFICER, correct(&certificate));
            let mut client = province.register.clone();
            correcting.spawn(async move { client.correct_certificate(request).await });
        }
        let (corrected, refused): (Vec<_>, Vec<_>) = correcting.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(corrected.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::CertificateNotInForce, "certificate_id");
        }
        assert_eq!(province.numbers(pb::CertificateStatus::Valid, "").await, ["OCOP-11-2026-00002"]);
    }
}
