//! Coverage by name: who is trained, who is missing, and whose gap reopened.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::management_service_client::ManagementServiceClient;
use proto::training::v1 as pb;
use proto::training::v1::figure_service_client::FigureServiceClient;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{
    COMMUNE, OTHER_COMMUNE, PROVINCE, PROVINCE_OFFICER, Province, TODAY, TRAINER, enrol_leader, new_id,
    record_attendance,
};

/// Coverage of the province's leaders; a test changes what it is about.
fn of_leaders() -> pb::ListCoverageRequest {
    pb::ListCoverageRequest {
        population: pb::Population::LeadersOfOcopProducers.into(),
        unit_id: PROVINCE.to_owned(),
        with_names: true,
        purpose: "Lập danh sách lớp".to_owned(),
        ..Default::default()
    }
}

fn of_officials() -> pb::ListCoverageRequest {
    pb::ListCoverageRequest { population: pb::Population::OfficialsInOffice.into(), ..of_leaders() }
}

impl Province {
    async fn by_name(&self, request: pb::ListCoverageRequest) -> Result<pb::ListCoverageResponse, Status> {
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(FigureServiceClient::new(self.bed.wire()).list_coverage(request).await?.into_inner())
    }

    /// An official of a new body of a unit. Returns her person.
    async fn official(&self, unit: &str, name: &str) -> String {
        let mut management = ManagementServiceClient::new(self.bed.wire());
        let level = if unit == PROVINCE { 2 } else { 1 };
        let body = registry_pb::ManagementBody {
            unit_id: unit.to_owned(),
            level,
            kind: registry_pb::ManagementBodyKind::SteeringCommittee.into(),
            name: format!("Ban chỉ đạo {name}"),
            document_number: "120/QĐ-UBND".to_owned(),
            document_date: "2025-08-01".to_owned(),
            ..Default::default()
        };
        let role = if unit == PROVINCE { Role::ProvinceOfficer } else { Role::CommuneOfficer };
        let create = registry_pb::CreateManagementBodyRequest { request_id: new_id(), body: Some(body) };
        let request = self.by_role(PROVINCE_OFFICER, role, unit, create);
        let body = management.create_management_body(request).await.expect("recorded").into_inner().body;
        let appoint = registry_pb::AppointOfficialRequest {
            request_id: new_id(),
            body_id: body.expect("given").id,
            full_name: name.to_owned(),
            title: "Phó Chủ tịch".to_owned(),
            duty: "Trưởng ban".to_owned(),
            term_from: "2026-01-01".to_owned(),
            ..Default::default()
        };
        let request = self.by_role(PROVINCE_OFFICER, role, unit, appoint);
        let official = management.appoint_official(request).await.expect("appointed").into_inner().official;
        official.expect("given").person_id
    }

    async fn enrol_all(&mut self, class: &pb::TrainingClass, unit: &str) -> Result<(i32, i32), Status> {
        let request = pb::EnrolPopulationRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            unit_id: unit.to_owned(),
        };
        let request = self.by(TRAINER, request);
        let enrolled = self.client.enrol_population(request).await?.into_inner();
        Ok((enrolled.enrolled_count, enrolled.left_out_count))
    }

    async fn attend_and_complete(&mut self, class: &pb::TrainingClass, persons: &[String]) {
        let mut roll = record_attendance(class, 1, &[]);
        roll.person_ids = persons.to_vec();
        let request = self.by(TRAINER, roll);
        self.client.record_attendance(request).await.expect("recorded");
        self.complete(class).await.expect("completed");
    }
}

testkit::on_both_databases! {
    async fn a_change_of_leader_reopens_the_gap_and_tells_whose_it_was(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX Một").await;
        let other = province.producer_in("HTX Hai", OTHER_COMMUNE).await;
        let first = province.appoint(&producer, "2026-01-01").await;
        let missing = province.appoint(&other, "2026-01-01").await;
        province.certify(PROVINCE, &[&producer, &other]).await;
        province.settled().await;
        let class = province.class(pb::Audience::Leaders, &[("2026-11-20", 4)]).await;
        province.enrol(enrol_leader(&class, &first, &producer)).await.expect("enrolled");
        province.attend_and_complete(&class, std::slice::from_ref(&first)).await;
        let told = province.by_name(of_leaders()).await.expect("told");
        assert_eq!((told.population_count, told.trained_count, told.reopened_count), (2, 1, 0));
        assert!(told.persons.iter().all(|person| person.full_name == "Người lãnh đạo"), "by name");
        let only = pb::ListCoverageRequest { state: pb::CoverageState::Missing.into(), ..of_leaders() };
        let told = province.by_name(only).await.expect("told");
        assert_eq!((told.persons.len(), told.persons[0].person_id.as_str()), (1, missing.as_str()));

        let second = province.appoint(&producer, TODAY).await;
        province.settled().await;
        let told = province.by_name(of_leaders()).await.expect("told");
        assert_eq!((told.population_count, told.trained_count, told.reopened_count), (2, 0, 1));
        let reopened = told.persons.iter().find(|person| person.state() == pb::CoverageState::Reopened);
        let reopened = reopened.expect("one gap reopened");
        assert_eq!((&reopened.person_id, &reopened.previous_person_id), (&second, &first));
        assert_eq!((reopened.since.as_str(), reopened.producer_id.as_str()), (TODAY, producer.id.as_str()));
        let before = pb::ListCoverageRequest { at: "2026-11-22".to_owned(), ..of_leaders() };
        assert_eq!(province.by_name(before).await.expect("told").population_count, 0, "no certificate yet");

        // Page by page, each person once.
        let page = pb::ListCoverageRequest { page_size: 1, ..of_leaders() };
        let one = province.by_name(page.clone()).await.expect("told");
        let two = province.by_name(pb::ListCoverageRequest { page_token: one.next_page_token.clone(), ..page });
        let two = two.await.expect("told");
        assert_ne!(one.persons[0].person_id, two.persons[0].person_id);
        assert!(two.next_page_token.is_empty());
    }

    async fn all_who_need_a_class_are_enrolled_from_the_register(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let of_commune = province.official(COMMUNE, "Cán bộ xã").await;
        let of_province = province.official(PROVINCE, "Cán bộ tỉnh").await;
        province.settled().await;
        let told = province.by_name(of_officials()).await.expect("told");
        assert_eq!((told.population_count, told.trained_count), (2, 0));
        let person = told.persons.iter().find(|person| person.person_id == of_commune).expect("in office");
        assert_eq!((person.official_level(), person.unit_id.as_str()), (pb::OfficialLevel::Commune, COMMUNE));
        let class = province.class_of_today(pb::Audience::Officials).await;
        assert_eq!(province.enrol_all(&class, PROVINCE).await.expect("enrolled"), (2, 0));
        assert_eq!(province.enrol_all(&class, PROVINCE).await.expect("nobody twice"), (0, 0));
        province.attend_and_complete(&class, std::slice::from_ref(&of_commune)).await;
        let further = province.class_of_today(pb::Audience::Officials).await;
        assert_eq!(province.enrol_all(&further, PROVINCE).await.expect("enrolled"), (1, 0), "who is trained needs none");
        assert_eq!(province.learners(&further).await[0].person_id, of_province);
        let told = province.by_name(of_officials()).await.expect("told");
        assert_eq!((told.population_count, told.trained_count), (2, 1));
        let covered = pb::GetCoverageRequest {
            population: pb::Population::OfficialsInOffice.into(),
            unit_id: PROVINCE.to_owned(),
            at: String::new(),
        };
        let request = province.by(PROVINCE_OFFICER, covered);
        let covered = province.client.get_coverage(request).await.expect("told").into_inner();
        assert_eq!((covered.population_count, covered.trained_count, covered.missing.len()), (2, 1, 1));
        let workers = province.class_of_today(pb::Audience::Workers).await;
        let status = province.enrol_all(&workers, PROVINCE).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::AudienceMismatch, "training_class_id");
    }

    async fn coverage_by_name_is_for_those_of_the_unit(database: TestDatabase) {
        let province = Province::on(&database).await;
        let mut figures = FigureServiceClient::new(province.bed.wire());
        for (role, unit, code, reason) in [
            (Role::Producer, PROVINCE, Code::PermissionDenied, ErrorReason::RoleMissing),
            (Role::CommuneOfficer, COMMUNE, Code::PermissionDenied, ErrorReason::UnitOutsideGrant),
        ] {
            let request = province.by_role(40, role, unit, of_leaders());
            assert_refused(figures.list_coverage(request).await, code, reason, "");
        }
        let unknown = pb::ListCoverageRequest {
            population: pb::Population::CouncilMembers.into(),
            council_id: new_id(),
            rule_set: "26/2026/QĐ-TTg".to_owned(),
            ..Default::default()
        };
        let status = province.by_name(unknown.clone()).await.expect_err("refused");
        assert_eq!(status.code(), Code::NotFound, "as evaluation says it");
        for (faulty, field) in [
            (pb::ListCoverageRequest { rule_set: String::new(), ..unknown.clone() }, "rule_set"),
            (pb::ListCoverageRequest { council_id: String::new(), ..unknown }, "council_id"),
            (pb::ListCoverageRequest { population: 0, ..of_leaders() }, "population"),
            (pb::ListCoverageRequest { unit_id: String::new(), ..of_leaders() }, "unit_id"),
        ] {
            let status = province.by_name(faulty).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
    }
}
