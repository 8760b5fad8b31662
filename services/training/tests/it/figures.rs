//! People and attendances, kept apart.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{
    COMMUNE, MINISTRY_OFFICER, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, TRAINER,
    WARD_ELSEWHERE, enrol_leader, enrol_official,
};

/// A year of the province; a test changes what it is about.
fn year() -> pb::CountTrainingRequest {
    pb::CountTrainingRequest {
        unit_id: PROVINCE.to_owned(),
        audience: pb::Audience::Unspecified.into(),
        from: "2026-01-01".to_owned(),
        to: "2026-12-31".to_owned(),
    }
}

fn between(from: &str, to: &str) -> pb::CountTrainingRequest {
    pb::CountTrainingRequest { from: from.to_owned(), to: to.to_owned(), ..year() }
}

impl Province {
    async fn counted(&mut self, request: pb::CountTrainingRequest) -> pb::CountTrainingResponse {
        let request = self.by(MINISTRY_OFFICER, request);
        self.client.count_training(request).await.expect("counted").into_inner()
    }

    /// People and attendances.
    async fn count(&mut self, request: pb::CountTrainingRequest) -> (i32, i32) {
        let counted = self.counted(request).await;
        (counted.people_count, counted.attendance_count)
    }

    async fn enrol_of(&mut self, class: &pb::TrainingClass, number: u64, level: pb::OfficialLevel, unit: &str) {
        let request = pb::EnrolLearnerRequest {
            official_level: level.into(),
            unit_id: unit.to_owned(),
            ..enrol_official(class, number)
        };
        let request = self.by(MINISTRY_OFFICER, request);
        self.client.enrol_learner(request).await.expect("enrolled");
    }
}

testkit::on_both_databases! {
    async fn a_person_in_two_classes_is_one_person_and_two_attendances(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        assert_eq!(province.counted(year()).await, pb::CountTrainingResponse::default());
        let one = province.class(pb::Audience::Officials, &[("2026-05-04", 4), ("2026-06-01", 4)]).await;
        let other = province.class(pb::Audience::Officials, &[("2026-06-15", 4)]).await;
        province.enrol_officials(&one, &[31, 32, 33]).await;
        province.enrol_officials(&other, &[31]).await;
        province.call_roll(&one, 1, &[31, 32]).await.expect("recorded");
        province.call_roll(&one, 2, &[31]).await.expect("recorded");
        province.call_roll(&other, 1, &[31]).await.expect("recorded");
        // Whoever was enrolled and never came is not counted; two sessions of a class are one attendance.
        assert_eq!(province.count(year()).await, (2, 3));
        assert_eq!(province.count(between("2026-05-04", "2026-05-04")).await, (2, 2));
        assert_eq!(province.count(between("2026-05-05", "2026-06-01")).await, (1, 1));
        assert_eq!(province.count(between("2026-06-01", "2026-06-15")).await, (1, 2));
        assert_eq!(province.count(between("2026-06-02", "2026-06-14")).await, (0, 0));
        // A corrected roll corrects the figures.
        province.call_roll(&one, 1, &[33]).await.expect("recorded");
        assert_eq!(province.count(year()).await, (2, 3));
        assert_eq!(province.count(between("2026-05-04", "2026-05-04")).await, (1, 1));
        // Completing changes nothing of who attended.
        province.complete(&one).await.expect("completed");
        assert_eq!(province.count(year()).await, (2, 3));
    }

    async fn officials_are_counted_by_the_level_they_had(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, other) = (
            province.class(pb::Audience::Officials, &[("2026-05-04", 4)]).await,
            province.class(pb::Audience::Officials, &[("2026-06-15", 4)]).await,
        );
        use pb::OfficialLevel::{Commune, District, Province as OfProvince};
        province.enrol_of(&one, 31, Commune, COMMUNE).await;
        province.enrol_of(&one, 32, Commune, OTHER_COMMUNE).await;
        province.enrol_of(&one, 33, District, PROVINCE).await;
        // Risen to the province between the two classes.
        province.enrol_of(&other, 31, OfProvince, PROVINCE).await;
        province.enrol_of(&other, 32, Commune, OTHER_COMMUNE).await;
        province.call_roll(&one, 1, &[31, 32, 33]).await.expect("recorded");
        province.call_roll(&other, 1, &[31, 32]).await.expect("recorded");
        let counted = province.counted(year()).await;
        assert_eq!((counted.people_count, counted.attendance_count), (3, 5));
        let by_level: Vec<_> = counted
            .by_official_level
            .iter()
            .map(|count| (count.official_level(), count.people_count, count.attendance_count))
            .collect();
        assert_eq!(by_level, [(Commune, 2, 3), (District, 1, 1), (OfProvince, 1, 1)]);
    }

    async fn learners_count_where_they_belonged(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &[("2026-05-04", 4)]).await;
        use pb::OfficialLevel::{Commune, Ministry, Province as OfProvince};
        for (number, level, unit) in [
            (31, Commune, COMMUNE),
            (32, Commune, OTHER_COMMUNE),
            (33, OfProvince, PROVINCE),
            (34, Commune, WARD_ELSEWHERE),
            (35, Ministry, "VN"),
        ] {
            province.enrol_of(&class, number, level, unit).await;
        }
        province.call_roll(&class, 1, &[31, 32, 33, 34, 35]).await.expect("recorded");
        for (unit, people) in [(COMMUNE, 1), (PROVINCE, 3), (OTHER_PROVINCE, 1), ("VN", 5)] {
            let of_unit = pb::CountTrainingRequest { unit_id: unit.to_owned(), ..year() };
            assert_eq!(province.count(of_unit).await, (people, people), "{unit}");
        }
    }

    async fn leaders_and_officials_are_told_apart(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        let for_leaders = province.class(pb::Audience::Leaders, &[("2026-05-04", 4)]).await;
        let for_officials = province.class(pb::Audience::Officials, &[("2026-05-04", 4)]).await;
        province.enrol(enrol_leader(&for_leaders, &leader, &producer)).await.expect("enrolled");
        province.enrol_officials(&for_officials, &[31, 32]).await;
        province.call_roll(&for_officials, 1, &[31, 32]).await.expect("recorded");
        let mut roll = crate::record_attendance(&for_leaders, 1, &[]);
        roll.person_ids.push(leader);
        let request = province.by(TRAINER, roll);
        province.client.record_attendance(request).await.expect("recorded");
        let of = |audience: pb::Audience| pb::CountTrainingRequest { audience: audience.into(), ..year() };
        assert_eq!(province.count(of(pb::Audience::Unspecified)).await, (3, 3));
        assert_eq!(province.count(of(pb::Audience::Officials)).await, (2, 2));
        let leaders = province.counted(of(pb::Audience::Leaders)).await;
        assert_eq!((leaders.people_count, leaders.attendance_count), (1, 1));
        assert!(leaders.by_official_level.is_empty(), "a leader has no level");
    }

    async fn figures_are_for_those_of_the_unit(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let of = |unit: &str| pb::CountTrainingRequest { unit_id: unit.to_owned(), ..year() };
        for (role, unit, asked, code, reason, field) in [
            (Role::Producer, PROVINCE, PROVINCE, Code::PermissionDenied, ErrorReason::RoleMissing, ""),
            (Role::CommuneOfficer, COMMUNE, PROVINCE, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (Role::ProvinceOfficer, PROVINCE, "VN", Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (Role::Auditor, "VN", "2025:99999", Code::NotFound, ErrorReason::UnitNotFound, "unit_id"),
        ] {
            let request = province.by_role(40, role, unit, of(asked));
            assert_refused(province.client.count_training(request).await, code, reason, field);
        }
        let request = province.by_role(40, Role::CommuneLeader, COMMUNE, of(COMMUNE));
        province.client.count_training(request).await.expect("counted");
        for (faulty, field) in [
            (pb::CountTrainingRequest { unit_id: String::new(), ..year() }, "unit_id"),
            (pb::CountTrainingRequest { audience: 9, ..year() }, "audience"),
            (between("", "2026-12-31"), "from"),
            (between("2026-01-01", "1/1/2026"), "to"),
            (between("2026-01-02", "2026-01-01"), "to"),
        ] {
            let request = province.by(PROVINCE_OFFICER, faulty);
            assert_refused(
                province.client.count_training(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, field,
            );
        }
    }
}
