//! Complaints: who receives, handles and answers them, what they lead to, and who never learns who complained.

mod complainants;
mod consequences;
mod refusals;

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, eventually, person};
use tokio::task::JoinSet;
use tonic::{Code, Request, Status};

use crate::files::{declaration, pdf};
use crate::producer_persons::PRODUCER;
use crate::register::{decide, give_five_stars, open};
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
    new_id,
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
pub(crate) fn answer(complaint: &pb::Complaint) -> pb::AnswerComplaintRequest {
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
    pub(crate) async fn with_account(&mut self, certificate: &pb::Certificate) {
        self.grant(&certificate.producer_id, PRODUCER).await;
        let get = pb::GetDossierRequest { dossier_id: certificate.dossier_id.clone() };
        eventually("evaluation knows the account", || async {
            self.client.clone().get_dossier(self.seated(PRODUCER, get.clone())).await.is_ok()
        })
        .await;
    }
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

    async fn three_stars_are_the_provinces_and_five_the_ministrys(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        // The ministry passes on what is the province's, with files that the province can read.
        let officer = (MINISTRY_OFFICER, Role::MinistryOfficer);
        let own = province.document_of(officer, "VN", &pdf(3000)).await;
        let message = pb::RecordComplaintRequest { file_ids: vec![own], ..record(&certificate) };
        let refusal = province.complain(MINISTRY_OFFICER, message).await.expect_err("refused");
        assert_status(&refusal, Code::InvalidArgument, ErrorReason::ComplaintFileWrong, "file_ids");
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
        let photo = province.uploaded(declaration(&pdf(3002)), &pdf(3002)).await;
        let given = [&photo, &letter, &photo].map(Clone::clone).to_vec();
        let message = pb::RecordComplaintRequest { file_ids: given, ..record(&certificate) };
        let complaint = province.complain(COMMUNE_OFFICER, message).await.expect("recorded");
        assert_eq!(complaint.file_ids, [photo, letter.clone()], "in their order, each once");
        let kept = province.complaint(COMMUNE_OFFICER, &complaint.id).await.expect("seen").complaint.expect("given");
        assert_eq!(kept.file_ids, complaint.file_ids);
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
