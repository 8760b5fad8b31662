//! Who manages the programme: bodies by level, and the terms of their officials.

use chrono::TimeDelta;
use platform::access::Role;
use prost::Message as _;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::management_service_client::ManagementServiceClient;
use testkit::{Callers, TestDatabase, Wire, assert_refused, assert_status, person};
use tonic::{Code, Status};

use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, new_request_id};

/// A sound body; a test changes what it is about.
fn create(unit: &str, name: &str) -> pb::CreateManagementBodyRequest {
    let body = pb::ManagementBody {
        unit_id: unit.to_owned(),
        kind: pb::ManagementBodyKind::SteeringCommittee.into(),
        name: name.to_owned(),
        document_number: "120/QĐ-UBND".to_owned(),
        document_date: "2025-08-01".to_owned(),
        ..Default::default()
    };
    pb::CreateManagementBodyRequest { request_id: new_request_id(), body: Some(body) }
}

pub(crate) fn appoint(body: &pb::ManagementBody, name: &str, from: &str, to: &str) -> pb::AppointOfficialRequest {
    pb::AppointOfficialRequest {
        request_id: new_request_id(),
        body_id: body.id.clone(),
        person_id: String::new(),
        full_name: name.to_owned(),
        title: "Phó Chủ tịch UBND".to_owned(),
        duty: "Trưởng ban".to_owned(),
        term_from: from.to_owned(),
        term_to: to.to_owned(),
    }
}

fn end(official: &pb::Official, last_day: &str) -> pb::EndOfficialTermRequest {
    pb::EndOfficialTermRequest {
        request_id: new_request_id(),
        official_id: official.id.clone(),
        etag: official.etag.clone(),
        last_day: last_day.to_owned(),
        reason: "Chuyển công tác".to_owned(),
    }
}

fn retire(body: &pb::ManagementBody) -> pb::RetireManagementBodyRequest {
    pb::RetireManagementBodyRequest {
        request_id: new_request_id(),
        body_id: body.id.clone(),
        etag: body.etag.clone(),
        reason: "Giải thể".to_owned(),
    }
}

impl Register {
    pub(crate) fn management(&self) -> ManagementServiceClient<Wire> {
        ManagementServiceClient::new(self.bed.wire())
    }

    pub(crate) async fn body(&self, unit: &str, name: &str) -> pb::ManagementBody {
        let request = self.ask(create(unit, name));
        let created = self.management().create_management_body(request).await.expect("recorded");
        created.into_inner().body.expect("given")
    }

    pub(crate) async fn appointed(&self, message: pb::AppointOfficialRequest) -> Result<pb::Official, Status> {
        let appointed = self.management().appoint_official(self.ask(message)).await?;
        Ok(appointed.into_inner().official.expect("given"))
    }

    pub(crate) async fn ended(&self, official: &pb::Official, last_day: &str) -> Result<pb::Official, Status> {
        let ended = self.management().end_official_term(self.ask(end(official, last_day))).await?;
        Ok(ended.into_inner().official.expect("given"))
    }

    pub(crate) async fn officials(&self, list: pb::ListOfficialsRequest) -> Vec<String> {
        let page = self.management().list_officials(self.ask(list)).await.expect("listed").into_inner();
        page.officials.into_iter().map(|official| official.full_name).collect()
    }
}

testkit::on_both_databases! {
    async fn a_body_is_of_the_level_of_its_unit(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut management = register.management();
        let of_commune = register.body(COMMUNE, "Ban chỉ đạo xã").await;
        let of_province = register.body(PROVINCE, "Ban chỉ đạo tỉnh").await;
        assert_eq!((of_commune.level(), of_province.level()), (pb::ProgrammeLevel::Commune, pb::ProgrammeLevel::Province));
        let request = register.ask_as(Role::MinistryOfficer, "VN", create("VN", "Ban chỉ đạo trung ương"));
        let of_country = management.create_management_body(request).await.expect("recorded").into_inner().body;
        let of_country = of_country.expect("given");
        assert_eq!(of_country.level(), pb::ProgrammeLevel::Ministry);
        let request = register.ask(pb::GetManagementBodyRequest { body_id: of_province.id.clone() });
        let found = management.get_management_body(request).await.expect("found").into_inner().body;
        assert!(!of_province.sample);
        assert_eq!(found, Some(of_province));
        let request = register.ask(pb::GetManagementBodyRequest { body_id: of_country.id });
        let refusal = management.get_management_body(request).await;
        assert_refused(refusal, Code::NotFound, ErrorReason::ManagementBodyNotFound, "body_id");

        let names = async |filter: pb::ListManagementBodiesRequest| {
            let page = register.management().list_management_bodies(register.ask(filter)).await.expect("listed");
            page.into_inner().bodies.into_iter().map(|body| body.name).collect::<Vec<_>>()
        };
        let all = pb::ListManagementBodiesRequest::default;
        assert_eq!(names(all()).await, ["Ban chỉ đạo tỉnh", "Ban chỉ đạo xã"]);
        let communes = pb::ListManagementBodiesRequest { level: pb::ProgrammeLevel::Commune.into(), ..all() };
        assert_eq!(names(communes).await, ["Ban chỉ đạo xã"]);
        let agencies = pb::ListManagementBodiesRequest { kind: pb::ManagementBodyKind::OcopAgency.into(), ..all() };
        assert!(names(agencies).await.is_empty());
        let of_unit = pb::ListManagementBodiesRequest { unit_id: COMMUNE.to_owned(), page_size: 1, ..all() };
        assert_eq!(names(of_unit).await, ["Ban chỉ đạo xã"]);
        let retired = pb::ListManagementBodiesRequest { state: pb::RecordState::Retired.into(), ..all() };
        assert!(names(retired).await.is_empty());
    }

    async fn bodies_are_kept_by_their_own_level(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut management = register.management();
        for (role, unit, of) in [
            (Role::CommuneOfficer, COMMUNE, PROVINCE),
            (Role::CommuneOfficer, COMMUNE, OTHER_COMMUNE),
            (Role::ProvinceOfficer, PROVINCE, "VN"),
            (Role::MinistryOfficer, "VN", PROVINCE),
        ] {
            let answer = management.create_management_body(register.ask_as(role, unit, create(of, "Ban"))).await;
            assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        }
        let answer = management.create_management_body(register.ask(create("2025:99999", "Ban"))).await;
        assert_refused(answer, Code::NotFound, ErrorReason::UnitNotFound, "body.unit_id");
        let empty = pb::CreateManagementBodyRequest { request_id: new_request_id(), body: Some(Default::default()) };
        let status = management.create_management_body(register.ask(empty)).await.expect_err("refused");
        for field in ["body.unit_id", "body.kind", "body.name"] {
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let body = register.body(PROVINCE, "Ban").await;
        let request = register.ask_as(Role::MinistryOfficer, "VN", appoint(&body, "Người", "2026-01-01", ""));
        let answer = management.appoint_official(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn a_body_is_renamed_and_retired_once_empty(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut management = register.management();
        let body = register.body(COMMUNE, "Ban chỉ đạo").await;
        let update = |body: pb::ManagementBody, path: &str| pb::UpdateManagementBodyRequest {
            request_id: new_request_id(),
            body: Some(body),
            update_mask: Some(prost_types::FieldMask { paths: vec![path.to_owned()] }),
        };
        let renamed = pb::ManagementBody { name: "Ban chỉ đạo OCOP".to_owned(), ..body.clone() };
        let answer = management.update_management_body(register.ask(update(renamed, "name"))).await.expect("renamed");
        let renamed = answer.into_inner().body.expect("given");
        assert_eq!((renamed.name.as_str(), renamed.etag.as_str()), ("Ban chỉ đạo OCOP", "v2"));
        let answer = management.update_management_body(register.ask(update(body, "name"))).await;
        assert_refused(answer, Code::Aborted, ErrorReason::EtagStale, "etag");
        let answer = management.update_management_body(register.ask(update(renamed.clone(), "unit_id"))).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "update_mask.paths[0]");

        let official = register.appointed(appoint(&renamed, "Người", "2026-01-01", "")).await.expect("appointed");
        let answer = management.retire_management_body(register.ask(retire(&renamed))).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ManagementBodyHasOfficials, "body_id");
        register.ended(&official, "2026-11-22").await.expect("ended");
        let answer = management.retire_management_body(register.ask(retire(&renamed))).await.expect("retired");
        let retired = answer.into_inner().body.expect("given");
        assert_eq!((retired.state(), retired.retirement_reason.as_str()), (pb::RecordState::Retired, "Giải thể"));
        let answer = register.appointed(appoint(&retired, "Người", "2026-11-23", "")).await;
        assert_status(
            &answer.expect_err("refused"), Code::FailedPrecondition, ErrorReason::ManagementBodyRetired, "body_id",
        );
        let answer = management.retire_management_body(register.ask(retire(&retired))).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ManagementBodyRetired, "body_id");
    }

    async fn a_person_has_one_term_in_a_body_at_a_time(database: TestDatabase) {
        let register = Register::on(&database).await;
        let (body, other) = (register.body(COMMUNE, "Ban").await, register.body(PROVINCE, "Ban tỉnh").await);
        let refused = |answer: Result<pb::Official, Status>, code, reason, field| {
            assert_status(&answer.expect_err("refused"), code, reason, field);
        };
        let first = register.appointed(appoint(&body, "Lò Văn A", "2026-01-01", "")).await.expect("appointed");
        assert_eq!((first.unit_id.as_str(), first.level()), (COMMUNE, pb::ProgrammeLevel::Commune));
        let again = |body: &pb::ManagementBody, from: &str, to: &str| pb::AppointOfficialRequest {
            person_id: first.person_id.clone(), ..appoint(body, "Lò Văn A", from, to)
        };
        let answer = register.appointed(again(&body, "2026-06-01", "")).await;
        refused(answer, Code::AlreadyExists, ErrorReason::OfficialTermOverlaps, "term_from");
        register.appointed(again(&body, "2020-01-01", "2025-12-31")).await.expect("a term before");
        register.appointed(again(&other, "2026-06-01", "")).await.expect("in another body");
        let misnamed = pb::AppointOfficialRequest { full_name: "Người khác".to_owned(), ..again(&body, "2020-01-01", "") };
        let answer = register.appointed(misnamed).await;
        refused(answer, Code::FailedPrecondition, ErrorReason::FieldsInvalid, "full_name");
        let answer = register.appointed(appoint(&body, "B", "2026-01-02", "2026-01-01")).await;
        refused(answer, Code::FailedPrecondition, ErrorReason::OfficialTermOrder, "term_to");

        let answer = register.ended(&first, "2025-12-31").await;
        refused(answer, Code::FailedPrecondition, ErrorReason::OfficialTermOrder, "last_day");
        let ended = register.ended(&first, "2026-06-30").await.expect("ended");
        assert_eq!((ended.term_to.as_str(), ended.end_reason.as_str()), ("2026-06-30", "Chuyển công tác"));
        let answer = register.ended(&first, "2026-06-30").await;
        refused(answer, Code::Aborted, ErrorReason::EtagStale, "etag");
        let answer = register.ended(&ended, "2026-06-30").await;
        refused(answer, Code::FailedPrecondition, ErrorReason::OfficialTermEnded, "official_id");
        let fixed = register.appointed(again(&body, "2026-07-01", "2026-12-31")).await.expect("a term after");
        let answer = register.ended(&fixed, "2027-01-01").await;
        refused(answer, Code::FailedPrecondition, ErrorReason::OfficialTermOrder, "last_day");
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, end(&fixed, "2026-11-23"));
        let answer = register.management().end_official_term(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::OfficialNotFound, "official_id");
    }

    async fn of_those_who_appoint_one_person_at_once_one_succeeds(database: TestDatabase) {
        let register = Register::on(&database).await;
        let body = register.body(COMMUNE, "Ban").await;
        let known = register.appointed(appoint(&body, "Lò Văn A", "2020-01-01", "2020-12-31")).await.expect("appointed");
        let mut appointing = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let mut management = register.management();
            let message = pb::AppointOfficialRequest {
                person_id: known.person_id.clone(), ..appoint(&body, "Lò Văn A", "2026-01-01", "")
            };
            let request = Callers::request(&register.officer, message);
            appointing.spawn(async move { management.appoint_official(request).await.map(|_| ()) });
        }
        let answers = appointing.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for refusal in answers.into_iter().filter_map(Result::err) {
            assert_status(&refusal, Code::AlreadyExists, ErrorReason::OfficialTermOverlaps, "term_from");
        }
    }

    async fn nobody_takes_office_in_a_body_that_is_being_retired(database: TestDatabase) {
        let register = Register::on(&database).await;
        for round in 0..4 {
            let body = register.body(COMMUNE, &format!("Ban {round}")).await;
            let (mut one, mut other) = (register.management(), register.management());
            let retiring = one.retire_management_body(register.ask(retire(&body)));
            let appointing = other.appoint_official(register.ask(appoint(&body, "Người", "2026-01-01", "")));
            let (retired, appointed) = tokio::join!(retiring, appointing);
            assert_ne!(retired.is_ok(), appointed.is_ok(), "one of the two comes first");
            if let Err(refusal) = retired {
                let reason = ErrorReason::ManagementBodyHasOfficials;
                assert_status(&refusal, Code::FailedPrecondition, reason, "body_id");
            }
            if let Err(refusal) = appointed {
                assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ManagementBodyRetired, "body_id");
            }
        }
    }

    async fn terms_are_told_by_ids_level_and_unit(database: TestDatabase) {
        let register = Register::on(&database).await;
        let body = register.body(COMMUNE, "Ban").await;
        let official = register.appointed(appoint(&body, "Người", "2026-01-01", "2030-12-31")).await.expect("appointed");
        register.ended(&official, "2026-11-23").await.expect("ended");
        let told = register.told(&database, "official").await;
        let types: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(types, ["OfficialAppointed", "OfficialTermEnded"]);
        let appointed = pb::OfficialAppointed::decode(told[0].1.as_slice()).expect("the event");
        let expected = pb::OfficialAppointed {
            official_id: official.id.clone(),
            body_id: body.id.clone(),
            person_id: official.person_id.clone(),
            unit_id: COMMUNE.to_owned(),
            level: pb::ProgrammeLevel::Commune.into(),
            term_from: "2026-01-01".to_owned(),
            term_to: "2030-12-31".to_owned(),
            sample: false,
        };
        assert_eq!(appointed, expected);
        let ended = pb::OfficialTermEnded::decode(told[1].1.as_slice()).expect("the event");
        let expected = pb::OfficialTermEnded {
            official_id: official.id,
            body_id: body.id,
            person_id: official.person_id,
            unit_id: COMMUNE.to_owned(),
            level: pb::ProgrammeLevel::Commune.into(),
            term_to: "2026-11-23".to_owned(),
        };
        assert_eq!(ended, expected);
    }

    async fn officials_are_listed_by_body_level_and_day(database: TestDatabase) {
        let register = Register::on(&database).await;
        let (body, other) = (register.body(COMMUNE, "Ban xã").await, register.body(PROVINCE, "Ban tỉnh").await);
        register.appointed(appoint(&body, "Đã thôi", "2020-01-01", "2025-06-30")).await.expect("appointed");
        register.appointed(appoint(&body, "Đương nhiệm", "2025-07-01", "")).await.expect("appointed");
        register.appointed(appoint(&other, "Ở tỉnh", "2025-07-01", "")).await.expect("appointed");
        let all = pb::ListOfficialsRequest::default;
        assert_eq!(register.officials(all()).await, ["Ở tỉnh", "Đương nhiệm", "Đã thôi"]);
        let of_body = pb::ListOfficialsRequest { body_id: body.id.clone(), ..all() };
        assert_eq!(register.officials(of_body).await, ["Đương nhiệm", "Đã thôi"]);
        let today = pb::ListOfficialsRequest { in_office_on: "2026-11-23".to_owned(), ..all() };
        assert_eq!(register.officials(today.clone()).await, ["Ở tỉnh", "Đương nhiệm"]);
        let communes = pb::ListOfficialsRequest { level: pb::ProgrammeLevel::Commune.into(), ..today };
        assert_eq!(register.officials(communes).await, ["Đương nhiệm"]);
        let then = pb::ListOfficialsRequest { in_office_on: "2025-06-30".to_owned(), unit_id: PROVINCE.to_owned(), ..all() };
        assert_eq!(register.officials(then).await, ["Đã thôi"]);
        let elsewhere = pb::ListOfficialsRequest { unit_id: OTHER_PROVINCE.to_owned(), ..all() };
        let answer = register.management().list_officials(register.ask(elsewhere)).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn names_behind_ids_are_read_for_the_record(database: TestDatabase) {
        use platform::db::Database;
        use sea_orm::{ConnectionTrait as _, Statement};
        let register = Register::on(&database).await;
        let body = register.body(COMMUNE, "Ban").await;
        let official =
            register.appointed(appoint(&body, "Lò Văn A", "2026-01-01", "2026-11-23")).await.expect("appointed");
        let batch = pb::BatchGetOfficialsRequest { person_ids: vec![official.person_id.clone()], purpose: "Gửi giấy mời".to_owned() };
        let mut management = register.management();
        let found = management.batch_get_officials(register.ask(batch.clone())).await.expect("found").into_inner();
        assert_eq!(found.officials, std::slice::from_ref(&official));
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, batch.clone());
        let found = management.batch_get_officials(request).await.expect("asked").into_inner();
        assert!(found.officials.is_empty(), "people outside the caller's units are left out");
        register.bed.hands.advance(TimeDelta::days(1));
        let request = register.ask_as(Role::ProvinceOfficer, PROVINCE, batch);
        let found = management.batch_get_officials(request).await.expect("asked").into_inner();
        assert!(found.officials.is_empty(), "the term is over");
        // Who read it is told to the auditor of the body's unit and to the official herself.
        let herself = register.bed.callers.authorization(uuid::Uuid::parse_str(&official.person_id).expect("an id").into(), Role::Trainer, PROVINCE);
        let auditor = register.bed.callers.authorization(person(41), Role::Auditor, PROVINCE);
        let elsewhere = register.bed.callers.authorization(person(42), Role::Auditor, OTHER_PROVINCE);
        for (who, reads) in [(herself, 1), (auditor, 1), (elsewhere, 0)] {
            let request = Callers::request(&who, pb::ListPersonReadsRequest::default());
            let listed = register.producers.clone().list_person_reads(request).await.expect("listed").into_inner().reads;
            assert_eq!(listed.len(), reads);
            assert!(listed.iter().all(|read| read.person_id == official.person_id && read.purpose == "Gửi giấy mời"));
        }
        let db = Database::open(&database.config()).await.expect("open");
        let rows = |sql: &'static str| {
            let db = &db;
            async move { db.reader().query_all_raw(Statement::from_string(db.backend(), sql)).await.expect("read") }
        };
        let reads = rows("SELECT subject_type FROM audit WHERE operation = 'BatchGetOfficials'").await;
        assert_eq!(reads.len(), 1);
        for row in rows("SELECT payload FROM event").await {
            let payload: Vec<u8> = row.try_get("", "payload").expect("bytes");
            let name = "Lò Văn A".as_bytes();
            assert!(!payload.windows(name.len()).any(|part| part == name), "events have no names");
        }
    }
}
