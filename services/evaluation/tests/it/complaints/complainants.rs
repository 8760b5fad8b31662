//! Who complained is told to nobody but those who handle the complaint, and each reading is recorded.

use platform::access::Role;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Callers, TestDatabase, assert_refused, assert_status, eventually, person};
use tonic::Code;

use super::{
    ADDRESS, AUDITOR, MINISTRY_LEADER, MINISTRY_OFFICER, NAME, PHONE, answer, complainant, forward, founded, record,
    reveal, withdraw,
};
use crate::producer_persons::PRODUCER;
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
};

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

/// True if a complaint holds more than the producer may know; whatever comes to be told of complaints is more.
fn tells_of_the_complainant(complaint: &pb::Complaint) -> bool {
    let may_be_known = pb::Complaint {
        id: complaint.id.clone(),
        certificate_id: complaint.certificate_id.clone(),
        dossier_id: complaint.dossier_id.clone(),
        producer_id: complaint.producer_id.clone(),
        unit_id: complaint.unit_id.clone(),
        level: complaint.level,
        kind: complaint.kind,
        state: complaint.state,
        received_on: complaint.received_on.clone(),
        due_on: complaint.due_on.clone(),
        overdue: complaint.overdue,
        by_producer: complaint.by_producer,
        answer: complaint.answer.clone(),
        etag: complaint.etag.clone(),
        ..Default::default()
    };
    *complaint != may_be_known
}

testkit::on_both_databases! {
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
        let roles = [(Role::Producer, COMMUNE), (Role::ProvinceLeader, PROVINCE)];
        let both = province.authorization_of(PRODUCER, &roles);
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
        // Nor who read who complained, and what for.
        province.reveal(PROVINCE_OFFICER, reveal(&complaint)).await.expect("revealed");
        assert_eq!(province.reads_of(PROVINCE_LEADER, pb::ListComplainantReadsRequest::default()).await.len(), 1);
        let reads = Callers::request(&both, pb::ListComplainantReadsRequest::default());
        let reads = province.complaints.list_complainant_reads(reads).await.expect("listed").into_inner().reads;
        assert!(reads.is_empty());
        province.answer(PROVINCE_LEADER, answer(&complaint)).await.expect("answered");
        let listed = province.complaints.list_complaints(list()).await.expect("listed").into_inner().complaints;
        assert!(listed.len() == 1 && !tells_of_the_complainant(&listed[0]));
        let seen = province.complaints.get_complaint(Callers::request(&both, get)).await.expect("seen").into_inner();
        assert!(seen.complainant.is_none() && !tells_of_the_complainant(&seen.complaint.expect("given")));
    }
}
