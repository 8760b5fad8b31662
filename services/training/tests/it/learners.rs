//! Who is enrolled in a class, and who is refused.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::Code;

use crate::{
    COMMUNE, COMMUNE_OFFICER, OFFICER_ELSEWHERE, OTHER_PROVINCE, PROVINCE, Province, TODAY, TRAINER, WARD_ELSEWHERE,
    enrol_leader, enrol_official, new_id, person_id,
};

testkit::on_both_databases! {
    async fn an_official_is_enrolled_as_she_is_today(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        use pb::OfficialLevel::{Commune, District, Ministry, Province as OfProvince};
        for (number, level, unit) in
            [(31, Commune, COMMUNE), (32, District, PROVINCE), (33, OfProvince, PROVINCE), (34, Ministry, "VN")]
        {
            let request = pb::EnrolLearnerRequest {
                official_level: level.into(),
                unit_id: unit.to_owned(),
                ..enrol_official(&class, number)
            };
            let learner = province.enrol(request).await.expect("enrolled");
            let expected = pb::Learner {
                training_class_id: class.id.clone(),
                person_id: person_id(number),
                producer_id: String::new(),
                official_level: level.into(),
                unit_id: unit.to_owned(),
                attended_sessions: Vec::new(),
                result: pb::LearnerResult::Pending.into(),
                sample: false,
                ..Default::default()
            };
            assert_eq!(learner, expected);
        }
    }

    async fn a_leader_is_enrolled_with_the_commune_of_her_producer(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Leaders).await;
        let producer = province.producer("HTX").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        let learner = province.enrol(enrol_leader(&class, &leader, &producer)).await.expect("enrolled");
        assert_eq!((learner.producer_id.as_str(), learner.unit_id.as_str()), (producer.id.as_str(), COMMUNE));
        assert_eq!(learner.official_level(), pb::OfficialLevel::Unspecified);
        assert_eq!(province.learners(&class).await, [learner]);
    }

    async fn a_learner_is_a_sample_if_her_class_or_her_producer_is_one(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let for_leaders = province.class_of_today(pb::Audience::Leaders).await;
        assert!(!for_leaders.sample);
        let producer = province.sample_producer("HTX Mẫu 01").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        assert!(province.enrol(enrol_leader(&for_leaders, &leader, &producer)).await.expect("enrolled").sample);

        let class = province.sample_class(pb::Audience::Officials).await;
        assert!(class.sample);
        assert!(province.enrol(enrol_official(&class, 31)).await.expect("enrolled").sample);
        assert!(province.learners(&class).await[0].sample);
    }

    async fn a_class_takes_in_its_audience_only(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        let for_officials = province.class_of_today(pb::Audience::Officials).await;
        let for_leaders = province.class_of_today(pb::Audience::Leaders).await;
        let status = province.enrol(enrol_leader(&for_officials, &leader, &producer)).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::AudienceMismatch, "producer_id");
        let status = province.enrol(enrol_official(&for_leaders, 31)).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::AudienceMismatch, "official_level");
    }

    async fn a_leader_leads_her_producer_today(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Leaders).await;
        let (producer, other) = (province.producer("Một").await, province.producer("Hai").await);
        let former = province.appoint(&producer, "2026-01-01").await;
        let present = province.appoint(&producer, TODAY).await;
        let coming = province.appoint(&other, "2026-11-24").await;
        let retired = province.producer("Ba").await;
        let of_retired = province.appoint(&retired, "2026-01-01").await;
        province.retire(&retired).await;
        let elsewhere = province.producer_in("Bốn", WARD_ELSEWHERE).await;
        let of_elsewhere = province.appoint(&elsewhere, "2026-01-01").await;
        province.settled().await;

        let unknown = registry_pb::Producer { id: person_id(99), ..producer.clone() };
        let refused = [
            (&former, &producer, Code::InvalidArgument, ErrorReason::AudienceMismatch, "person_id"),
            (&present, &other, Code::InvalidArgument, ErrorReason::AudienceMismatch, "person_id"),
            (&coming, &other, Code::InvalidArgument, ErrorReason::AudienceMismatch, "person_id"),
            (&of_retired, &retired, Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id"),
            (&of_elsewhere, &elsewhere, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id"),
            (&present, &unknown, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id"),
        ];
        for (person, producer, code, reason, field) in refused {
            let status = province.enrol(enrol_leader(&class, person, producer)).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        province.enrol(enrol_leader(&class, &present, &producer)).await.expect("enrolled");
        // A day later the other producer has its leader.
        province.bed.hands.advance(chrono::TimeDelta::days(1));
        province.enrol(enrol_leader(&class, &coming, &other)).await.expect("enrolled");
    }

    async fn an_official_works_in_a_unit_of_her_level(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        use pb::OfficialLevel::{Commune, Ministry, Province as OfProvince};
        for (level, unit, code, reason) in [
            (Commune, PROVINCE, Code::InvalidArgument, ErrorReason::UnitLevelWrong),
            (OfProvince, COMMUNE, Code::InvalidArgument, ErrorReason::UnitLevelWrong),
            (OfProvince, "VN", Code::InvalidArgument, ErrorReason::UnitLevelWrong),
            (Ministry, PROVINCE, Code::InvalidArgument, ErrorReason::UnitLevelWrong),
            (Commune, "2025:99999", Code::NotFound, ErrorReason::UnitNotFound),
        ] {
            let request = pb::EnrolLearnerRequest {
                official_level: level.into(),
                unit_id: unit.to_owned(),
                ..enrol_official(&class, 31)
            };
            let status = province.enrol(request).await.expect_err("refused");
            assert_status(&status, code, reason, "unit_id");
        }
        // A guest from elsewhere is enrolled like anyone.
        let guest = pb::EnrolLearnerRequest { unit_id: WARD_ELSEWHERE.to_owned(), ..enrol_official(&class, 32) };
        province.enrol(guest).await.expect("enrolled");
    }

    async fn a_request_says_whom_it_enrols(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        let sound = enrol_official(&class, 31);
        let faulty = [
            (pb::EnrolLearnerRequest { training_class_id: "x".to_owned(), ..sound.clone() }, "training_class_id"),
            (pb::EnrolLearnerRequest { person_id: String::new(), ..sound.clone() }, "person_id"),
            (pb::EnrolLearnerRequest { official_level: 0, ..sound.clone() }, "official_level"),
            (pb::EnrolLearnerRequest { official_level: 9, ..sound.clone() }, "official_level"),
            (pb::EnrolLearnerRequest { unit_id: String::new(), ..sound.clone() }, "unit_id"),
            (pb::EnrolLearnerRequest { producer_id: person_id(1), ..sound.clone() }, "producer_id"),
            (
                pb::EnrolLearnerRequest { official_level: 0, unit_id: String::new(), ..sound.clone() },
                "producer_id",
            ),
        ];
        for (request, field) in faulty {
            let status = province.enrol(request).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
    }

    async fn a_person_enrols_in_a_class_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31]).await;
        let status = province.enrol(enrol_official(&class, 31)).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::LearnerAlreadyEnrolled, "person_id");
        let another = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&another, &[31]).await;
    }

    async fn those_who_hold_the_class_enrol(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        for (role, unit, code, reason) in [
            (Role::CommuneOfficer, PROVINCE, Code::PermissionDenied, ErrorReason::RoleMissing),
            (Role::Auditor, PROVINCE, Code::PermissionDenied, ErrorReason::RoleMissing),
            (Role::Trainer, OTHER_PROVINCE, Code::NotFound, ErrorReason::TrainingClassNotFound),
            (Role::Trainer, COMMUNE, Code::NotFound, ErrorReason::TrainingClassNotFound),
        ] {
            let request = province.by_role(40, role, unit, enrol_official(&class, 31));
            assert_refused(province.client.enrol_learner(request).await, code, reason, "");
        }
        let request = province.by_role(40, Role::MinistryOfficer, "VN", enrol_official(&class, 31));
        province.client.enrol_learner(request).await.expect("enrolled");
        let unknown = pb::EnrolLearnerRequest { training_class_id: new_id(), ..enrol_official(&class, 32) };
        let status = province.enrol(unknown).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::TrainingClassNotFound, "training_class_id");
    }

    async fn learners_are_listed_in_order_of_enrolment(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &[("2026-11-20", 4), (TODAY, 4)]).await;
        let numbers = [35, 31, 34, 32, 33];
        province.enrol_officials(&class, &numbers).await;
        province.call_roll(&class, 2, &[31, 32]).await.expect("recorded");
        province.call_roll(&class, 1, &[31, 35]).await.expect("recorded");
        let (mut learners, mut token) = (Vec::new(), String::new());
        loop {
            let list = pb::ListLearnersRequest {
                training_class_id: class.id.clone(),
                page_size: 2,
                page_token: token,
            };
            let request = province.by(TRAINER, list);
            let page = province.client.list_learners(request).await.expect("listed").into_inner();
            learners.extend(page.learners);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        let listed: Vec<_> =
            learners.into_iter().map(|learner| (learner.person_id, learner.attended_sessions)).collect();
        let expected = [(35, vec![1]), (31, vec![1, 2]), (34, vec![]), (32, vec![2]), (33, vec![])];
        assert_eq!(listed, expected.map(|(number, attended)| (person_id(number), attended)));

        let list = pb::ListLearnersRequest { training_class_id: class.id.clone(), page_size: 2, ..Default::default() };
        let request = province.by(TRAINER, list);
        let token = province.client.list_learners(request).await.expect("listed").into_inner().next_page_token;
        let other = province.class_of_today(pb::Audience::Officials).await;
        let list = pb::ListLearnersRequest { training_class_id: other.id, page_size: 2, page_token: token };
        let request = province.by(TRAINER, list);
        assert_refused(
            province.client.list_learners(request).await,
            Code::InvalidArgument, ErrorReason::PageTokenInvalid, "page_token",
        );
    }

    async fn a_completed_class_takes_in_nobody(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.complete(&class).await.expect("completed");
        let status = province.enrol(enrol_official(&class, 31)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::TrainingClassStateWrong, "training_class_id");
        // Whoever may not know of it learns nothing of its state.
        for number in [OFFICER_ELSEWHERE, COMMUNE_OFFICER] {
            let request = province.by(number, enrol_official(&class, 31));
            let status = province.client.enrol_learner(request).await.expect_err("refused");
            assert_ne!(status.code(), Code::FailedPrecondition);
        }
    }
}
