//! Complaints: who receives, handles and answers them, what they lead to, and who never learns who complained.

use chrono::TimeDelta;
use platform::access::{Grant, Role};
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Callers, TestDatabase, assert_refused, assert_status, eventually, person};
use tokio::task::JoinSet;
use tonic::{Code, Request, Status};

use crate::files::{declaration, pdf};
use crate::producer_persons::PRODUCER;
use crate::register::{decide, give_five_stars, open};
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
    decision, new_id,
};

/// People, by number.
const MINISTRY_OFFICER: u64 = 60;
const MINISTRY_LEADER: u64 = 61;
const AUDITOR: u64 = 62;

/// The day on which tests begin.
const TODAY: &str = "2026-11-23";

/// Who complains. Nothing of it is ever told.
const NAME: &str = "Nguyễn Văn Ẩn";
const PHONE: &str = "0912345667";
const ADDRESS: &str = "Bản Tông Khao, xã Nà Tấu";

/// Roles and units of people by number.
fn seat(number: u64) -> (Role, &'static str) {
    match number {
        COMMUNE_OFFICER => (Role::CommuneOfficer, COMMUNE),
        COMMUNE_LEADER => (Role::CommuneLeader, COMMUNE),
        PROVINCE_OFFICER => (Role::ProvinceOfficer, PROVINCE),
        MINISTRY_OFFICER => (Role::MinistryOfficer, "VN"),
        MINISTRY_LEADER => (Role::MinistryLeader, "VN"),
        AUDITOR => (Role::Auditor, PROVINCE),
        PRODUCER => (Role::Producer, COMMUNE),
        _ => (Role::ProvinceLeader, PROVINCE),
    }
}

fn complainant() -> pb::Complainant {
    pb::Complainant { full_name: NAME.to_owned(), phone: PHONE.to_owned(), address: ADDRESS.to_owned() }
}

/// A sound request; a test changes what it is about.
pub(crate) fn record(certificate: &pb::Certificate) -> pb::RecordComplaintRequest {
    pb::RecordComplaintRequest {
        request_id: new_id(),
        certificate_id: certificate.id.clone(),
        kind: pb::ComplaintKind::Report.into(),
        channel: pb::ComplaintChannel::Post.into(),
        received_on: "2026-11-20".to_owned(),
        content: "Bao bì ghi năm sao, giấy chứng nhận có ba sao".to_owned(),
        complainant: Some(complainant()),
        ..Default::default()
    }
}

fn forward(complaint: &pb::Complaint) -> pb::ForwardComplaintRequest {
    pb::ForwardComplaintRequest {
        request_id: new_id(),
        complaint_id: complaint.id.clone(),
        etag: complaint.etag.clone(),
        note: "Kính chuyển theo thẩm quyền".to_owned(),
    }
}

/// An answer that finds nothing.
fn answer(complaint: &pb::Complaint) -> pb::AnswerComplaintRequest {
    pb::AnswerComplaintRequest {
        request_id: new_id(),
        complaint_id: complaint.id.clone(),
        etag: complaint.etag.clone(),
        outcome: pb::ComplaintOutcome::Unfounded.into(),
        document_number: "34/TL-SNNMT".to_owned(),
        document_date: TODAY.to_owned(),
        text: "Đã kiểm tra tại cơ sở".to_owned(),
        ..Default::default()
    }
}

/// An answer that finds it right.
fn founded(complaint: &pb::Complaint, consequence: pb::ComplaintConsequence) -> pb::AnswerComplaintRequest {
    let reason = if consequence == pb::ComplaintConsequence::None { "Chủ thể đã tự khắc phục" } else { "" };
    pb::AnswerComplaintRequest {
        outcome: pb::ComplaintOutcome::Founded.into(),
        consequence: consequence.into(),
        no_consequence_reason: reason.to_owned(),
        ..answer(complaint)
    }
}

fn withdraw(complaint: &pb::Complaint) -> pb::WithdrawComplaintRequest {
    pb::WithdrawComplaintRequest {
        request_id: new_id(),
        complaint_id: complaint.id.clone(),
        etag: complaint.etag.clone(),
        note: "Người gửi rút đơn bằng văn bản".to_owned(),
    }
}

fn reveal(complaint: &pb::Complaint) -> pb::RevealComplainantRequest {
    pb::RevealComplainantRequest {
        complaint_id: complaint.id.clone(),
        purpose: "Mời làm việc theo giấy mời 5/GM".to_owned(),
    }
}

impl Province {
    fn seated<M>(&self, number: u64, message: M) -> Request<M> {
        let (role, unit) = seat(number);
        self.by_role(number, role, unit, message)
    }

    pub(crate) async fn complain(
        &self,
        number: u64,
        message: pb::RecordComplaintRequest,
    ) -> Result<pb::Complaint, Status> {
        let request = self.seated(number, message);
        Ok(self.complaints.clone().record_complaint(request).await?.into_inner().complaint.expect("given"))
    }

    async fn forward(&self, number: u64, message: pb::ForwardComplaintRequest) -> Result<pb::Complaint, Status> {
        let request = self.seated(number, message);
        Ok(self.complaints.clone().forward_complaint(request).await?.into_inner().complaint.expect("given"))
    }

    async fn answer(&self, number: u64, message: pb::AnswerComplaintRequest) -> Result<pb::Complaint, Status> {
        let request = self.seated(number, message);
        Ok(self.complaints.clone().answer_complaint(request).await?.into_inner().complaint.expect("given"))
    }

    async fn withdraw(&self, number: u64, message: pb::WithdrawComplaintRequest) -> Result<pb::Complaint, Status> {
        let request = self.seated(number, message);
        Ok(self.complaints.clone().withdraw_complaint(request).await?.into_inner().complaint.expect("given"))
    }

    async fn complaint(&self, number: u64, id: &str) -> Result<pb::GetComplaintResponse, Status> {
        let request = self.seated(number, pb::GetComplaintRequest { complaint_id: id.to_owned() });
        Ok(self.complaints.clone().get_complaint(request).await?.into_inner())
    }

    async fn reveal(&self, number: u64, message: pb::RevealComplainantRequest) -> Result<pb::Complainant, Status> {
        let request = self.seated(number, message);
        Ok(self.complaints.clone().reveal_complainant(request).await?.into_inner().complainant.expect("given"))
    }

    async fn complaints_of(&self, number: u64, filter: pb::ListComplaintsRequest) -> Vec<pb::Complaint> {
        let request = self.seated(number, filter);
        self.complaints.clone().list_complaints(request).await.expect("listed").into_inner().complaints
    }

    async fn reads_of(&self, number: u64, filter: pb::ListComplainantReadsRequest) -> Vec<pb::ComplainantRead> {
        let request = self.seated(number, filter);
        self.complaints.clone().list_complainant_reads(request).await.expect("listed").into_inner().reads
    }

    /// A certificate, and a complaint about it that the province's officer recorded.
    async fn complained(&mut self) -> (pb::Certificate, pb::Complaint) {
        let certificate = self.certified("Mật ong").await;
        let complaint = self.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        (certificate, complaint)
    }

    /// The producer of a certificate has an account, which evaluation knows.
    async fn with_account(&mut self, certificate: &pb::Certificate) {
        self.grant(&certificate.producer_id, PRODUCER).await;
        let get = pb::GetDossierRequest { dossier_id: certificate.dossier_id.clone() };
        eventually("evaluation knows the account", || async {
            self.client.clone().get_dossier(self.seated(PRODUCER, get.clone())).await.is_ok()
        })
        .await;
    }
}

/// The bytes and texts that a statement finds, one behind the other.
async fn found(database: &TestDatabase, sql: &str) -> Vec<u8> {
    let db = Database::open(&database.config()).await.expect("open");
    let rows = db.reader().query_all_raw(Statement::from_string(db.backend(), sql)).await.expect("read");
    let column = |row: &sea_orm::QueryResult| {
        let text = row.try_get_by_index::<String>(0).map(String::into_bytes);
        text.or_else(|_| row.try_get_by_index::<Vec<u8>>(0)).expect("a text or bytes")
    };
    rows.iter().flat_map(column).collect()
}

/// Everything of an answer that must not be told to the producer.
fn tells_of_the_complainant(complaint: &pb::Complaint) -> bool {
    complaint.channel != 0
        || complaint.recorded_level != 0
        || complaint.forwarding.is_some()
        || complaint.withdrawal.is_some()
        || complaint.recorded_at.is_some()
        || ![&complaint.content, &complaint.recorded_by_person_id].iter().all(|text| text.is_empty())
        || !complaint.file_ids.is_empty()
}

testkit::on_both_databases! {
    async fn a_complaint_goes_from_the_commune_to_the_answer_and_the_revocation(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.with_account(&certificate).await;
        let letter = pdf(2000);
        let file = province.uploaded(declaration(&letter), &letter).await;
        let message = pb::RecordComplaintRequest { file_ids: vec![file.clone()], ..record(&certificate) };
        let received = province.complain(COMMUNE_OFFICER, message.clone()).await.expect("recorded");
        assert_eq!(
            (received.state(), received.level(), received.recorded_level()),
            (pb::ComplaintState::Received, pb::Level::Province, pb::Level::Commune)
        );
        // 30 days after Friday the 20th is a Sunday.
        assert_eq!((received.due_on.as_str(), received.overdue), ("2026-12-21", false));
        assert_eq!((&received.dossier_id, &received.file_ids), (&certificate.dossier_id, &vec![file]));
        assert_eq!(province.complain(COMMUNE_OFFICER, message).await.expect("the same"), received);

        let handling = province.forward(COMMUNE_OFFICER, forward(&received)).await.expect("passed on");
        let passed_on = handling.forwarding.clone().expect("traced");
        assert_eq!(handling.state(), pb::ComplaintState::Handling);
        assert_eq!(
            (passed_on.note.as_str(), passed_on.by_person_id), ("Kính chuyển theo thẩm quyền", person(COMMUNE_OFFICER).to_string())
        );
        let revocation = pb::ComplaintConsequence::Revocation;
        let answered = province.answer(PROVINCE_LEADER, founded(&handling, revocation)).await.expect("answered");
        let given = answered.answer.clone().expect("given");
        assert_eq!(
            (answered.state(), given.outcome(), given.consequence()),
            (pb::ComplaintState::Answered, pb::ComplaintOutcome::Founded, revocation)
        );
        let told = province.seated(PRODUCER, pb::ListNoticesRequest::default());
        let told = province.agenda.list_notices(told).await.expect("listed").into_inner().notices;
        assert_eq!(told[0].reason(), pb::NoticeReason::ComplaintFounded);
        assert_eq!(told[0].certificate_id, certificate.id);

        let basis = pb::OpenRevocationRequest {
            complaint_id: answered.id.clone(),
            conclusion: String::new(),
            concluded_on: String::new(),
            ..open(&certificate)
        };
        for twice in [
            pb::OpenRevocationRequest { conclusion: "1/KL".to_owned(), ..basis.clone() },
            pb::OpenRevocationRequest { concluded_on: TODAY.to_owned(), ..basis.clone() },
        ] {
            let field = if twice.conclusion.is_empty() { "concluded_on" } else { "conclusion" };
            let request = province.seated(PROVINCE_OFFICER, twice);
            assert_refused(
                province.register.open_revocation(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, field,
            );
        }
        let request = province.seated(PROVINCE_OFFICER, basis.clone());
        let opened = province.register.open_revocation(request).await.expect("opened").into_inner().revocation;
        let opened = opened.expect("given");
        assert_eq!(
            (opened.conclusion.as_str(), opened.concluded_on.as_str(), &opened.complaint_id),
            ("34/TL-SNNMT", TODAY, &answered.id)
        );
        // Dropped or not, a complaint leads to one revocation.
        province.bed.hands.advance(TimeDelta::days(9));
        let drop = decide(&opened, pb::RevocationState::Dropped, "2026-12-02");
        province.register.decide_revocation(province.seated(PROVINCE_LEADER, drop)).await.expect("dropped");
        let request = province.seated(PROVINCE_OFFICER, pb::OpenRevocationRequest { request_id: new_id(), ..basis });
        assert_refused(
            province.register.open_revocation(request).await,
            Code::AlreadyExists, ErrorReason::ComplaintFollowed, "complaint_id",
        );
    }

    async fn only_what_the_answer_calls_for_follows_on_that_certificate(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        let other = province.certified("Chè").await;
        let on = |complaint: &pb::Complaint, certificate: &pb::Certificate| pb::OpenRevocationRequest {
            complaint_id: complaint.id.clone(),
            conclusion: String::new(),
            concluded_on: String::new(),
            ..open(certificate)
        };
        let inspection = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        let named = pb::ComplaintConsequence::Inspection;
        let inspection = province.answer(PROVINCE_LEADER, founded(&inspection, named)).await.expect("answered");
        for (message, code, reason) in [
            (on(&complaint, &certificate), Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere),
            (on(&inspection, &certificate), Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere),
            (
                pb::OpenRevocationRequest { complaint_id: new_id(), ..on(&complaint, &certificate) },
                Code::NotFound, ErrorReason::ComplaintNotFound,
            ),
        ] {
            let request = province.seated(PROVINCE_OFFICER, message);
            assert_refused(province.register.open_revocation(request).await, code, reason, "complaint_id");
        }
        let named = pb::ComplaintConsequence::Revocation;
        let answered = province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");
        let request = province.seated(PROVINCE_OFFICER, on(&answered, &other));
        assert_refused(
            province.register.open_revocation(request).await,
            Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere, "complaint_id",
        );
        // The paper was lost and issued anew: it is the same recognition.
        let anew = province.issue_anew(&certificate).await;
        let request = province.seated(PROVINCE_OFFICER, on(&answered, &anew));
        province.register.open_revocation(request).await.expect("opened");
    }

    async fn a_founded_complaint_has_a_result_looked_into_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        let following = |dossier: &pb::Dossier, complaint_id: &str| pb::ReassessDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            reasons: "Khiếu nại có cơ sở".to_owned(),
            complaint_id: complaint_id.to_owned(),
            ..Default::default()
        };
        let dossier = province.dossier(&certificate.dossier_id).await;
        let request = province.seated(PROVINCE_LEADER, following(&dossier, &complaint.id));
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere, "complaint_id",
        );
        let both = pb::ReassessDossierRequest { redo_request_id: new_id(), ..following(&dossier, &complaint.id) };
        let request = province.seated(PROVINCE_LEADER, both);
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "complaint_id",
        );
        let named = pb::ComplaintConsequence::Reassessment;
        let answered = province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");
        let other = province.certified("Chè").await;
        let elsewhere = province.dossier(&other.dossier_id).await;
        let request = province.seated(PROVINCE_LEADER, following(&elsewhere, &answered.id));
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere, "complaint_id",
        );
        let request = province.seated(PROVINCE_LEADER, following(&dossier, &answered.id));
        let ready = province.steps.reassess_dossier(request).await.expect("taken up").into_inner().dossier;
        let ready = ready.expect("given");
        assert_eq!((ready.state(), &ready.standing_certificate_id), (pb::DossierState::Ready, &certificate.id));
        let choices = province.three_star_choices().await;
        let assessed = province.scored(&ready, &choices).await;
        province.decide(decision("15/QĐ-UBND", "2026-11-23"), &[&assessed]).await.expect("upheld");
        let upheld = province.dossier(&certificate.dossier_id).await;
        assert_eq!((upheld.state(), &upheld.certificate_id), (pb::DossierState::Certified, &certificate.id));
        let request = province.seated(PROVINCE_LEADER, following(&upheld, &answered.id));
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::ReassessmentUnasked, "complaint_id",
        );
    }

    async fn three_stars_are_the_provinces_and_five_the_ministrys(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        // The ministry passes on what is the province's.
        let received = province.complain(MINISTRY_OFFICER, record(&certificate)).await.expect("recorded");
        assert_eq!((received.state(), received.recorded_level()), (pb::ComplaintState::Received, pb::Level::Ministry));
        let refusal = province.forward(PROVINCE_OFFICER, forward(&received)).await.expect_err("not there yet");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        let handling = province.forward(MINISTRY_OFFICER, forward(&received)).await.expect("passed on");
        let refusal = province.answer(MINISTRY_LEADER, answer(&handling)).await.expect_err("refused");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        province.answer(PROVINCE_LEADER, answer(&handling)).await.expect("answered");

        give_five_stars(&database).await;
        let received = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        assert_eq!((received.state(), received.level()), (pb::ComplaintState::Received, pb::Level::Ministry));
        let handling = province.forward(PROVINCE_OFFICER, forward(&received)).await.expect("passed on");
        for (number, learns) in [(PROVINCE_OFFICER, false), (PROVINCE_LEADER, false), (MINISTRY_OFFICER, true)] {
            assert_eq!(province.reveal(number, reveal(&handling)).await.is_ok(), learns, "{number}");
        }
        let refusal = province.answer(PROVINCE_LEADER, answer(&handling)).await.expect_err("refused");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        province.answer(MINISTRY_LEADER, answer(&handling)).await.expect("answered");
    }

    async fn what_is_no_complaint_is_not_recorded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.with_account(&certificate).await;
        let ready = province.ready("Chè", 1).await;
        let content = pdf(1000);
        let of_producer = pb::FileDeclaration {
            producer_id: certificate.producer_id.clone(), unit_id: String::new(), ..declaration(&content)
        };
        let of_producer = province.uploaded(of_producer, &content).await;
        let of_commune = province.uploaded(declaration(&content), &content).await;
        let sound = record(&certificate);
        let about = |dossier_id: &str| pb::RecordComplaintRequest {
            certificate_id: String::new(), dossier_id: dossier_id.to_owned(), ..sound.clone()
        };
        let with = |file: &str| pb::RecordComplaintRequest { file_ids: vec![file.to_owned()], ..sound.clone() };
        let nameless = pb::Complainant { full_name: " ".to_owned(), ..complainant() };
        for (number, message, code, reason, field) in [
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { received_on: "2026-11-24".to_owned(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "received_on",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { kind: 0, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "kind",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { channel: 9, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "channel",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { content: " ".to_owned(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "content",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { complainant: Some(nameless), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "complainant.full_name",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { dossier_id: ready.id.clone(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "certificate_id",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { certificate_id: new_id(), ..sound.clone() },
                Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
            ),
            (
                COMMUNE_OFFICER, about(&new_id()),
                Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
            ),
            (
                COMMUNE_OFFICER, about(&ready.id),
                Code::FailedPrecondition, ErrorReason::ComplaintWithoutResult, "dossier_id",
            ),
            (COMMUNE_OFFICER, with(&new_id()), Code::NotFound, ErrorReason::FileNotFound, "file_id"),
            (
                COMMUNE_OFFICER, with(&of_producer),
                Code::InvalidArgument, ErrorReason::ComplaintFileWrong, "file_ids",
            ),
            (PRODUCER, with(&of_commune), Code::InvalidArgument, ErrorReason::ComplaintFileWrong, "file_ids"),
            (
                PRODUCER, pb::RecordComplaintRequest { complainant: None, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "complainant",
            ),
            (COMMUNE_LEADER, sound.clone(), Code::PermissionDenied, ErrorReason::RoleMissing, ""),
        ] {
            assert_status(&province.complain(number, message).await.expect_err("refused"), code, reason, field);
        }
        // Another producer, and the officer of another province.
        for (role, unit) in [(Role::Producer, COMMUNE), (Role::ProvinceOfficer, OTHER_PROVINCE)] {
            let request = province.by_role(31, role, unit, sound.clone());
            assert_refused(
                province.complaints.record_complaint(request).await,
                Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
            );
        }
        province.complain(PRODUCER, with(&of_producer)).await.expect("its own");
    }

    /// A result is complained about before it is decided upon, and leads to no inspection of what has no certificate.
    async fn a_result_is_complained_about_without_a_certificate(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let assessed = province.three_stars("Mật ong").await;
        let about = |dossier: &pb::Dossier| pb::RecordComplaintRequest {
            request_id: new_id(),
            certificate_id: String::new(),
            dossier_id: dossier.id.clone(),
            complainant: None,
            ..record(&pb::Certificate::default())
        };
        let complaint = province.complain(PROVINCE_OFFICER, about(&assessed)).await.expect("recorded");
        assert!(complaint.certificate_id.is_empty());
        for named in [pb::ComplaintConsequence::Inspection, pb::ComplaintConsequence::Revocation] {
            let refusal = province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect_err("refused");
            assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintWithoutCertificate, "consequence");
        }
        let named = pb::ComplaintConsequence::Reassessment;
        province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");
        // A dossier that ended with a certificate is complained about by that.
        let (certificate, _) = province.complained().await;
        let certified = province.dossier(&certificate.dossier_id).await;
        let complaint = province.complain(PROVINCE_OFFICER, about(&certified)).await.expect("recorded");
        assert_eq!(complaint.certificate_id, certificate.id);
        let refusal = province.reveal(PROVINCE_OFFICER, reveal(&complaint)).await.expect_err("nobody knows");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplainantAnonymous, "complaint_id");
        let seen = province.complaint(PROVINCE_OFFICER, &complaint.id).await.expect("seen");
        assert_eq!(seen.complainant, Some(pb::MaskedComplainant { anonymous: true, ..Default::default() }));
    }

    async fn what_does_not_fit_the_step_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, handling) = province.complained().await;
        let received = province.complain(COMMUNE_OFFICER, record(&certificate)).await.expect("recorded");
        let stale = |etag: &str| etag.to_owned();
        for (message, code, reason, field) in [
            (answer(&received), Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id"),
            (
                pb::AnswerComplaintRequest { etag: stale("v7"), ..answer(&handling) },
                Code::Aborted, ErrorReason::EtagStale, "etag",
            ),
            (
                pb::AnswerComplaintRequest { document_date: "2026-11-19".to_owned(), ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "document_date",
            ),
            (
                pb::AnswerComplaintRequest { document_date: "2026-11-24".to_owned(), ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "document_date",
            ),
            (
                pb::AnswerComplaintRequest { outcome: 0, ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "outcome",
            ),
            (
                pb::AnswerComplaintRequest {
                    consequence: pb::ComplaintConsequence::Inspection.into(), ..answer(&handling)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "consequence",
            ),
            (
                pb::AnswerComplaintRequest {
                    consequence: 0, ..founded(&handling, pb::ComplaintConsequence::Inspection)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "consequence",
            ),
            (
                pb::AnswerComplaintRequest {
                    no_consequence_reason: String::new(), ..founded(&handling, pb::ComplaintConsequence::None)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "no_consequence_reason",
            ),
            (
                pb::AnswerComplaintRequest {
                    no_consequence_reason: "Không cần".to_owned(),
                    ..founded(&handling, pb::ComplaintConsequence::Inspection)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "no_consequence_reason",
            ),
            (
                pb::AnswerComplaintRequest { text: String::new(), ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "text",
            ),
            (
                pb::AnswerComplaintRequest { complaint_id: new_id(), ..answer(&handling) },
                Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id",
            ),
        ] {
            assert_status(&province.answer(PROVINCE_LEADER, message).await.expect_err("refused"), code, reason, field);
        }
        // Also as a leader, who recorded it does not answer it.
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceLeader, PROVINCE, answer(&handling));
        assert_refused(
            province.complaints.answer_complaint(request).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        let refusal = province.answer(PROVINCE_OFFICER, answer(&handling)).await.expect_err("refused");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let refusal = province.forward(PROVINCE_OFFICER, forward(&handling)).await.expect_err("it is there");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id");
        let message = pb::ForwardComplaintRequest { etag: stale("v7"), ..forward(&received) };
        let refusal = province.forward(COMMUNE_OFFICER, message).await.expect_err("refused");
        assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let refusal = province.withdraw(COMMUNE_OFFICER, withdraw(&handling)).await.expect_err("not its");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        let message = pb::WithdrawComplaintRequest { note: String::new(), ..withdraw(&handling) };
        let refusal = province.withdraw(PROVINCE_OFFICER, message).await.expect_err("refused");
        assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "note");

        let withdrawn = province.withdraw(COMMUNE_OFFICER, withdraw(&received)).await.expect("withdrawn");
        assert_eq!(withdrawn.state(), pb::ComplaintState::Withdrawn);
        assert_eq!(withdrawn.withdrawal.clone().expect("noted").note, "Người gửi rút đơn bằng văn bản");
        let answered = province.answer(PROVINCE_LEADER, answer(&handling)).await.expect("answered");
        for ended in [&answered, &withdrawn] {
            let refusal = province.answer(PROVINCE_LEADER, answer(ended)).await.expect_err("once");
            assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id");
        }
        let refusal = province.withdraw(PROVINCE_OFFICER, withdraw(&answered)).await.expect_err("answered");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id");
    }

    /// Neither who reads the database, nor who follows the events or repeats a request, learns who complained.
    async fn nobody_is_told_who_complained(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        province.reveal(PROVINCE_OFFICER, reveal(&complaint)).await.expect("revealed");
        let named = pb::ComplaintConsequence::Inspection;
        province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");
        let other = province.complain(COMMUNE_OFFICER, record(&certificate)).await.expect("recorded");
        let other = province.forward(COMMUNE_OFFICER, forward(&other)).await.expect("passed on");
        province.withdraw(PROVINCE_OFFICER, withdraw(&other)).await.expect("withdrawn");
        for kept in [
            "SELECT payload FROM event",
            "SELECT response FROM replay",
            "SELECT digest FROM replay",
            "SELECT sealed FROM complainant",
            "SELECT wrapped_key FROM complainant",
            "SELECT content FROM complaint",
            "SELECT answer FROM complaint WHERE answer IS NOT NULL",
            "SELECT purpose FROM audit WHERE purpose IS NOT NULL",
            "SELECT key FROM notice",
        ] {
            let kept_bytes = found(&database, kept).await;
            assert!(!kept_bytes.is_empty(), "{kept}");
            for secret in [NAME, PHONE, ADDRESS, "N*** Ẩ.", "***67"] {
                let secret = secret.as_bytes();
                assert!(!kept_bytes.windows(secret.len()).any(|window| window == secret), "{kept}");
            }
        }
        let sealed = "SELECT COUNT(DISTINCT LENGTH(sealed)) AS count FROM complainant";
        assert_eq!(testkit::count(&database, sealed).await, 1, "lengths say nothing");
        // Who typed it is in the audit trail, not in the event: a producer complains itself.
        let actors = "SELECT COUNT(DISTINCT actor_id) AS count FROM event WHERE type LIKE '%ComplaintRecorded'";
        assert_eq!(testkit::count(&database, actors).await, 1);
        let recorders = "SELECT COUNT(DISTINCT person_id) AS count FROM audit WHERE operation = 'RecordComplaint'";
        assert_eq!(testkit::count(&database, recorders).await, 2);
    }

    async fn who_complained_is_masked_and_each_reading_is_recorded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        for number in [COMMUNE_OFFICER, COMMUNE_LEADER, PROVINCE_OFFICER, PROVINCE_LEADER, MINISTRY_OFFICER, AUDITOR] {
            let seen = province.complaint(number, &complaint.id).await.expect("seen");
            let masked = seen.complainant.expect("masked");
            assert_eq!((masked.name.as_str(), masked.phone.as_str(), masked.has_address), ("N*** Ẩ.", "***67", true));
            assert_eq!((seen.open_count, seen.founded_count), (1, 0));
        }
        for (number, code, reason) in [
            (COMMUNE_OFFICER, Code::PermissionDenied, ErrorReason::RoleMissing),
            (AUDITOR, Code::PermissionDenied, ErrorReason::RoleMissing),
            (PRODUCER, Code::PermissionDenied, ErrorReason::RoleMissing),
            (MINISTRY_LEADER, Code::PermissionDenied, ErrorReason::LevelDutyMissing),
        ] {
            assert_status(&province.reveal(number, reveal(&complaint)).await.expect_err("refused"), code, reason, "");
        }
        let without = pb::RevealComplainantRequest { purpose: " ".to_owned(), ..reveal(&complaint) };
        let refusal = province.reveal(PROVINCE_OFFICER, without).await.expect_err("refused");
        assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "purpose");
        let request = province.by_role(7, Role::ProvinceOfficer, OTHER_PROVINCE, reveal(&complaint));
        assert_refused(
            province.complaints.reveal_complainant(request).await,
            Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id",
        );
        assert!(province.reads_of(AUDITOR, Default::default()).await.is_empty(), "refusals read nothing");

        for number in [PROVINCE_OFFICER, PROVINCE_LEADER] {
            assert_eq!(province.reveal(number, reveal(&complaint)).await.expect("revealed"), complainant());
        }
        let second = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        province.reveal(PROVINCE_OFFICER, reveal(&second)).await.expect("revealed");
        for number in [AUDITOR, PROVINCE_LEADER, MINISTRY_LEADER] {
            let reads = province.reads_of(number, Default::default()).await;
            let of: Vec<_> = reads.iter().map(|read| (&read.complaint_id, read.person_id.clone())).collect();
            let by = |number| person(number).to_string();
            let expected = [
                (&second.id, by(PROVINCE_OFFICER)),
                (&complaint.id, by(PROVINCE_LEADER)),
                (&complaint.id, by(PROVINCE_OFFICER)),
            ];
            assert_eq!(of, expected);
            assert_eq!(
                (reads[0].operation.as_str(), reads[0].purpose.as_str(), reads[0].at.is_some()),
                ("RevealComplainant", "Mời làm việc theo giấy mời 5/GM", true)
            );
        }
        let one = pb::ListComplainantReadsRequest { complaint_id: second.id.clone(), ..Default::default() };
        assert_eq!(province.reads_of(AUDITOR, one).await.len(), 1);
        let first = pb::ListComplainantReadsRequest { page_size: 2, ..Default::default() };
        let request = province.seated(AUDITOR, first.clone());
        let page = province.complaints.list_complainant_reads(request).await.expect("listed").into_inner();
        let next = pb::ListComplainantReadsRequest { page_token: page.next_page_token, ..first };
        assert_eq!((page.reads.len(), province.reads_of(AUDITOR, next).await.len()), (2, 1));
        let request = province.by_role(7, Role::Auditor, OTHER_PROVINCE, pb::ListComplainantReadsRequest::default());
        let page = province.complaints.list_complainant_reads(request).await.expect("listed").into_inner();
        assert!(page.reads.is_empty());
        let request = province.seated(PROVINCE_OFFICER, pb::ListComplainantReadsRequest::default());
        assert_refused(
            province.complaints.list_complainant_reads(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn the_producer_learns_of_the_answer_and_never_who_complained(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        province.with_account(&certificate).await;
        let refusal = province.complaint(PRODUCER, &complaint.id).await.expect_err("not answered yet");
        assert_status(&refusal, Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id");
        assert!(province.complaints_of(PRODUCER, Default::default()).await.is_empty());
        let withdrawn = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        province.withdraw(PROVINCE_OFFICER, withdraw(&withdrawn)).await.expect("withdrawn");
        let own = pb::RecordComplaintRequest { kind: pb::ComplaintKind::Complaint.into(), ..record(&certificate) };
        let own = province.complain(PRODUCER, own).await.expect("recorded");
        assert_eq!((own.state(), own.by_producer), (pb::ComplaintState::Handling, true));
        let named = pb::ComplaintConsequence::None;
        let answered = province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");

        let seen = province.complaint(PRODUCER, &answered.id).await.expect("answered");
        assert!(seen.complainant.is_none() && (seen.open_count, seen.founded_count) == (0, 0));
        let shown = seen.complaint.expect("given");
        assert!(!tells_of_the_complainant(&shown), "{shown:?}");
        assert_eq!(shown.answer, answered.answer);
        let listed = province.complaints_of(PRODUCER, Default::default()).await;
        assert_eq!(listed.iter().map(|row| &row.id).collect::<Vec<_>>(), [&own.id, &complaint.id]);
        assert!(!tells_of_the_complainant(&listed[1]));
        // What she typed herself she sees; another account of the producer does not.
        assert_eq!(listed[0].content, own.content);
        province.grant(&certificate.producer_id, 33).await;
        let get = pb::GetComplaintRequest { complaint_id: own.id.clone() };
        let colleague = || province.by_role(33, Role::Producer, COMMUNE, get.clone());
        eventually("evaluation knows the account", || async {
            province.complaints.clone().get_complaint(colleague()).await.is_ok()
        })
        .await;
        let seen = province.complaints.clone().get_complaint(colleague()).await.expect("its own").into_inner();
        assert!(seen.complainant.is_none() && !tells_of_the_complainant(&seen.complaint.expect("given")));
    }

    /// An officer who is bound to the producer is the producer, whatever her roles.
    async fn who_is_bound_to_the_producer_handles_nothing(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        province.with_account(&certificate).await;
        let grant = |role, unit: &str| Grant { role, unit: unit.parse().expect("a unit"), from: None, to: None };
        let both = [grant(Role::Producer, COMMUNE), grant(Role::ProvinceLeader, PROVINCE)];
        let both = province.bed.callers.authorization_of(person(PRODUCER), &both);
        let get = pb::GetComplaintRequest { complaint_id: complaint.id.clone() };
        assert_refused(
            province.complaints.get_complaint(Callers::request(&both, get.clone())).await,
            Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id",
        );
        assert_refused(
            province.complaints.answer_complaint(Callers::request(&both, answer(&complaint))).await,
            Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id",
        );
        assert_refused(
            province.complaints.reveal_complainant(Callers::request(&both, reveal(&complaint))).await,
            Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id",
        );
        let list = || Callers::request(&both, pb::ListComplaintsRequest::default());
        let listed = province.complaints.list_complaints(list()).await.expect("listed").into_inner().complaints;
        assert!(listed.is_empty());
        province.answer(PROVINCE_LEADER, answer(&complaint)).await.expect("answered");
        let listed = province.complaints.list_complaints(list()).await.expect("listed").into_inner().complaints;
        assert!(listed.len() == 1 && !tells_of_the_complainant(&listed[0]));
        let seen = province.complaints.get_complaint(Callers::request(&both, get)).await.expect("seen").into_inner();
        assert!(seen.complainant.is_none() && !tells_of_the_complainant(&seen.complaint.expect("given")));
    }

    async fn lists_are_by_state_day_and_what_they_are_about(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, first) = province.complained().await;
        let two = province.certified("Chè").await;
        let message = pb::RecordComplaintRequest { received_on: "2026-11-22".to_owned(), ..record(&two) };
        let second = province.complain(COMMUNE_OFFICER, message).await.expect("recorded");
        let third = province.complain(PROVINCE_OFFICER, record(&two)).await.expect("recorded");
        province.withdraw(PROVINCE_OFFICER, withdraw(&third)).await.expect("withdrawn");
        let all = [&third.id, &second.id, &first.id];
        let by_state = |state: pb::ComplaintState| pb::ListComplaintsRequest { state: state.into(), ..Default::default() };
        for (filter, shown) in [
            (pb::ListComplaintsRequest::default(), &all[..]),
            (by_state(pb::ComplaintState::Received), &all[1..2]),
            (by_state(pb::ComplaintState::Handling), &all[2..]),
            (by_state(pb::ComplaintState::Withdrawn), &all[..1]),
            (by_state(pb::ComplaintState::Answered), &[]),
            (pb::ListComplaintsRequest { certificate_id: two.id.clone(), ..Default::default() }, &all[..2]),
            (pb::ListComplaintsRequest { dossier_id: one.dossier_id.clone(), ..Default::default() }, &all[2..]),
            (pb::ListComplaintsRequest { received_from: "2026-11-21".to_owned(), ..Default::default() }, &all[1..2]),
            (
                pb::ListComplaintsRequest {
                    received_to: "2026-11-20".to_owned(), certificate_id: two.id.clone(), ..Default::default()
                },
                &all[..1],
            ),
            (pb::ListComplaintsRequest { overdue_only: true, ..Default::default() }, &[]),
            (pb::ListComplaintsRequest { unit_id: COMMUNE.to_owned(), ..Default::default() }, &all[..]),
        ] {
            for number in [PROVINCE_OFFICER, AUDITOR] {
                let listed = province.complaints_of(number, filter.clone()).await;
                let ids: Vec<_> = listed.iter().map(|complaint| &complaint.id).collect();
                assert_eq!(ids, shown, "{filter:?}");
            }
        }
        // 30 days later two of them are late.
        province.bed.hands.advance(TimeDelta::days(29));
        let overdue = pb::ListComplaintsRequest { overdue_only: true, ..Default::default() };
        let late = province.complaints_of(PROVINCE_OFFICER, overdue.clone()).await;
        assert_eq!(late.iter().map(|complaint| &complaint.id).collect::<Vec<_>>(), [&first.id]);
        assert!(late[0].overdue);
        province.bed.hands.advance(TimeDelta::days(1));
        assert_eq!(province.complaints_of(PROVINCE_OFFICER, overdue).await.len(), 2);
        let pages = pb::ListComplaintsRequest { page_size: 2, ..Default::default() };
        let request = province.seated(PROVINCE_OFFICER, pages.clone());
        let page = province.complaints.list_complaints(request).await.expect("listed").into_inner();
        let next = pb::ListComplaintsRequest { page_token: page.next_page_token, ..pages };
        assert_eq!((page.complaints.len(), province.complaints_of(PROVINCE_OFFICER, next).await.len()), (2, 1));
        let request = province.by_role(7, Role::ProvinceOfficer, OTHER_PROVINCE, pb::ListComplaintsRequest::default());
        let page = province.complaints.list_complaints(request).await.expect("listed").into_inner();
        assert!(page.complaints.is_empty());
    }

    /// Complaints are about a recognition: the certificate that replaces another has them too.
    async fn complaints_are_counted_for_the_certificate_that_replaces(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, right) = province.complained().await;
        let named = pb::ComplaintConsequence::Inspection;
        province.answer(PROVINCE_LEADER, founded(&right, named)).await.expect("answered");
        let wrong = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        province.answer(PROVINCE_LEADER, answer(&wrong)).await.expect("answered");
        let anew = province.issue_anew(&certificate).await;
        let next = province.complain(PROVINCE_OFFICER, record(&anew)).await.expect("recorded");
        let seen = province.complaint(PROVINCE_OFFICER, &next.id).await.expect("seen");
        assert_eq!((seen.open_count, seen.founded_count), (1, 1));
    }

    async fn what_goes_with_a_complaint_is_kept(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let content = pdf(3000);
        let letter = province.uploaded(declaration(&content), &content).await;
        let other = province.uploaded(declaration(&pdf(3001)), &pdf(3001)).await;
        let message = pb::RecordComplaintRequest { file_ids: vec![letter.clone(), letter.clone()], ..record(&certificate) };
        let complaint = province.complain(COMMUNE_OFFICER, message).await.expect("recorded");
        assert_eq!(complaint.file_ids, std::slice::from_ref(&letter), "each once");
        province.bed.hands.advance(TimeDelta::days(30));
        province.collector.collect().await.expect("collected");
        for (file, kept) in [(letter, true), (other, false)] {
            let request = province.seated(COMMUNE_OFFICER, pb::GetFileRequest { file_id: file, ..Default::default() });
            assert_eq!(province.evidence.get_file(request).await.is_ok(), kept);
        }
    }

    async fn of_leaders_who_answer_at_once_one_does(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, complaint) = province.complained().await;
        let mut answering = JoinSet::new();
        for (number, message) in [
            (PROVINCE_LEADER, answer(&complaint)),
            (50, founded(&complaint, pb::ComplaintConsequence::Revocation)),
            (51, founded(&complaint, pb::ComplaintConsequence::Inspection)),
        ] {
            let (mut client, request) = (province.complaints.clone(), province.seated(number, message));
            answering.spawn(async move { client.answer_complaint(request).await });
        }
        let (mut answered, refused): (Vec<_>, Vec<_>) =
            answering.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(answered.len(), 1);
        for refusal in refused {
            assert_status(&refusal.expect_err("refused"), Code::Aborted, ErrorReason::EtagStale, "etag");
        }
        let answered = answered.remove(0).expect("answered").into_inner().complaint;
        assert_eq!(province.complaint(PROVINCE_OFFICER, &complaint.id).await.expect("seen").complaint, answered);
    }

    async fn an_answer_and_a_withdrawal_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        for _ in 0..4 {
            let complaint = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
            let (mut answering, mut withdrawing) = (province.complaints.clone(), province.complaints.clone());
            let reply = province.seated(PROVINCE_LEADER, answer(&complaint));
            let withdrawal = province.seated(PROVINCE_OFFICER, withdraw(&complaint));
            let (answered, withdrawn) = tokio::join!(
                tokio::spawn(async move { answering.answer_complaint(reply).await }),
                tokio::spawn(async move { withdrawing.withdraw_complaint(withdrawal).await }),
            );
            let (answered, withdrawn) = (answered.expect("ended"), withdrawn.expect("ended"));
            assert_ne!(answered.is_ok(), withdrawn.is_ok());
            let refusal = answered.err().or(withdrawn.err()).expect("one was refused");
            assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
    }
}
