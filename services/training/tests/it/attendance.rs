//! Rolls and what follows from them.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_refused, assert_status, person};
use tonic::Code;

use crate::{
    COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, TODAY, complete_class, new_id,
    person_id, record_attendance,
};

/// Sessions of 4, 4 and 2 hours, all held by today.
const SESSIONS: [(&str, i32); 3] = [("2026-11-20", 4), ("2026-11-21", 4), (TODAY, 2)];

fn attended(learners: &[pb::Learner]) -> Vec<&[i32]> {
    learners.iter().map(|learner| learner.attended_sessions.as_slice()).collect()
}

testkit::on_both_databases! {
    async fn a_corrected_roll_stands_in_place_of_the_one_before(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &SESSIONS).await;
        province.enrol_officials(&class, &[31, 32, 33]).await;
        assert_eq!(province.call_roll(&class, 1, &[31, 32]).await.expect("recorded"), 2);
        assert_eq!(province.call_roll(&class, 2, &[31]).await.expect("recorded"), 1);
        assert_eq!(attended(&province.learners(&class).await), [&[1, 2][..], &[1], &[]]);

        let request = province.by(PROVINCE_OFFICER, record_attendance(&class, 1, &[33, 32]));
        let corrected = province.client.record_attendance(request).await.expect("recorded").into_inner();
        assert_eq!(corrected.present_count, 2);
        assert_eq!(attended(&province.learners(&class).await), [&[2][..], &[1], &[1]]);
        assert_eq!(province.call_roll(&class, 2, &[]).await.expect("recorded"), 0);
        assert_eq!(attended(&province.learners(&class).await), [&[][..], &[1], &[1]]);

        // Who recorded the roll in force, the how manyeth it is, and a line in the audit trail for each.
        let db = &province.databases.training;
        let rolls = "SELECT roll_version, roll_recorded_by FROM training_session WHERE roll_version IS NOT NULL \
                     ORDER BY number";
        let rows = db.reader().query_all_raw(Statement::from_string(db.backend(), rolls)).await.expect("read");
        let rolls: Vec<(i64, uuid::Uuid)> = rows
            .iter()
            .map(|row| (row.try_get("", "roll_version").expect("a number"),
                row.try_get("", "roll_recorded_by").expect("a person")))
            .collect();
        let recorder = |number| uuid::Uuid::from(person(number));
        assert_eq!(rolls, [(2, recorder(PROVINCE_OFFICER)), (2, recorder(crate::TRAINER))]);
        let audited = "SELECT COUNT(*) AS number FROM audit WHERE operation = 'RecordAttendance'";
        assert_eq!(crate::number(db, audited).await, 4);
    }

    async fn a_roll_that_cannot_be_is_refused_and_nothing_is_kept(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &[(TODAY, 4), ("2026-11-24", 4)]).await;
        province.enrol_officials(&class, &[31]).await;
        let refused = [
            (2, &[31][..], Code::FailedPrecondition, ErrorReason::TrainingSessionNotHeld, "session_number"),
            (3, &[31], Code::NotFound, ErrorReason::TrainingSessionNotFound, "session_number"),
            (0, &[31], Code::NotFound, ErrorReason::TrainingSessionNotFound, "session_number"),
            (1, &[31, 32], Code::NotFound, ErrorReason::LearnerNotEnrolled, "person_ids[1]"),
            (1, &[31, 31], Code::InvalidArgument, ErrorReason::FieldsInvalid, "person_ids[1]"),
            (1, &[31; 1001], Code::InvalidArgument, ErrorReason::FieldsInvalid, "person_ids"),
        ];
        for (session, persons, code, reason, field) in refused {
            let status = province.call_roll(&class, session, persons).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        assert!(province.learners(&class).await[0].attended_sessions.is_empty());
        province.bed.hands.advance(chrono::TimeDelta::days(1));
        province.call_roll(&class, 2, &[31]).await.expect("held by now");
    }

    async fn those_who_hold_the_class_keep_its_rolls(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31]).await;
        for (role, unit, code, reason) in [
            (Role::CommuneOfficer, COMMUNE, Code::PermissionDenied, ErrorReason::RoleMissing),
            (Role::Trainer, OTHER_PROVINCE, Code::NotFound, ErrorReason::TrainingClassNotFound),
        ] {
            let request = province.by_role(40, role, unit, record_attendance(&class, 1, &[31]));
            assert_refused(province.client.record_attendance(request).await, code, reason, "");
            let request = province.by_role(40, role, unit, complete_class(&class));
            assert_refused(province.client.complete_training_class(request).await, code, reason, "");
        }
        let request = province.by_role(40, Role::MinistryOfficer, "VN", record_attendance(&class, 1, &[31]));
        province.client.record_attendance(request).await.expect("recorded");
        let request = province.by_role(40, Role::ProvinceOfficer, PROVINCE, complete_class(&class));
        province.client.complete_training_class(request).await.expect("completed");
    }

    async fn results_follow_from_the_hours_attended(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &SESSIONS).await;
        province.enrol_officials(&class, &[31, 32, 33]).await;
        // 8, 6 and 0 of 10 hours; 80 percent are needed.
        province.call_roll(&class, 1, &[31, 32]).await.expect("recorded");
        province.call_roll(&class, 2, &[31]).await.expect("recorded");
        province.call_roll(&class, 3, &[32]).await.expect("recorded");
        let results = |learners: Vec<pb::Learner>| learners.iter().map(pb::Learner::result).collect::<Vec<_>>();
        use pb::LearnerResult::{Completed, NotCompleted, Pending};
        assert_eq!(results(province.learners(&class).await), [Pending; 3]);
        let completed = province.complete(&class).await.expect("completed");
        assert_eq!(completed.completed_count, 1);
        let class = completed.training_class.expect("given");
        assert_eq!((class.state(), class.etag.as_str()), (pb::TrainingClassState::Completed, "v2"));
        let learners = province.learners(&class).await;
        assert_eq!(attended(&learners), [&[1, 2][..], &[1, 3], &[]]);
        assert_eq!(results(learners), [Completed, NotCompleted, NotCompleted]);

        // Results stand.
        let status = province.call_roll(&class, 3, &[31]).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::TrainingClassStateWrong, "training_class_id");
        let status = province.complete(&class).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::TrainingClassStateWrong, "training_class_id");
        let stale = pb::TrainingClass { etag: "v1".to_owned(), ..class.clone() };
        let status = province.complete(&stale).await.expect_err("refused");
        assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
    }

    async fn a_class_is_completed_once_its_last_session_was_held(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(pb::Audience::Officials, &[(TODAY, 4), ("2026-11-24", 4)]).await;
        let status = province.complete(&class).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::TrainingSessionNotHeld, "training_class_id");
        let unknown = pb::TrainingClass { id: new_id(), ..class.clone() };
        let status = province.complete(&unknown).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::TrainingClassNotFound, "training_class_id");
        let without_etag = pb::TrainingClass { etag: String::new(), ..class.clone() };
        let status = province.complete(&without_etag).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "etag");
        let request = province.by(COMMUNE_OFFICER, complete_class(&class));
        assert_refused(
            province.client.complete_training_class(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        province.bed.hands.advance(chrono::TimeDelta::days(1));
        assert_eq!(province.complete(&class).await.expect("held by now").completed_count, 0);
    }

    async fn a_roll_holds_a_thousand(database: TestDatabase) {
        use platform::ids::PersonId;
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31]).await;
        // As many as a roll may hold, put in beside the rpc: enrolling them one by one is not what this is about.
        let db = &province.databases.training;
        let transaction = db.begin().await.expect("begun");
        let copy = "INSERT INTO learner (id, class_id, person_id, producer_id, official_level, unit, sample, result, \
                    enrolled_at, updated_at, updated_by) SELECT $1, class_id, $2, producer_id, official_level, unit, sample, result, \
                    enrolled_at, updated_at, updated_by FROM learner WHERE person_id = $3";
        for number in 1001..2000_u64 {
            let values = [
                PersonId::from(uuid::Uuid::from_u64_pair(1, number)).into(),
                person(number).into(),
                person(31).into(),
            ];
            let copy = Statement::from_sql_and_values(db.backend(), copy, values);
            transaction.execute_raw(copy).await.expect("put in");
        }
        transaction.commit().await.expect("committed");
        let everyone: Vec<u64> = std::iter::once(31).chain(1001..2000).collect();
        assert_eq!(province.call_roll(&class, 1, &everyone).await.expect("recorded"), 1000);
        assert_eq!(province.complete(&class).await.expect("completed").completed_count, 1000);
        let list = pb::ListLearnersRequest {
            training_class_id: class.id.clone(), page_size: 1000, ..Default::default()
        };
        let request = province.by(PROVINCE_OFFICER, list);
        let learners = province.client.list_learners(request).await.expect("listed").into_inner().learners;
        assert!(learners.iter().all(|learner| learner.attended_sessions == [1]));
        assert_eq!(learners.len(), 1000);
        assert_eq!(learners.last().expect("one").person_id, person_id(31));
    }
}
