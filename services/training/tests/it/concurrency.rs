//! What several people do at the same moment takes effect once, or in some order.

use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_status};
use tokio::task::JoinSet;
use tonic::Code;

use crate::{PROVINCE_OFFICER, Province, TRAINER, complete_class, enrol_official, person_id, record_attendance};

testkit::on_both_databases! {
    async fn a_person_enrolled_twice_at_once_is_enrolled_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        let mut enrolling = JoinSet::new();
        for _ in 0..6 {
            let (mut client, request) = (province.client.clone(), province.by(TRAINER, enrol_official(&class, 31)));
            enrolling.spawn(async move { client.enrol_learner(request).await });
        }
        let (enrolled, refused): (Vec<_>, Vec<_>) = enrolling.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(enrolled.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::AlreadyExists, ErrorReason::LearnerAlreadyEnrolled, "person_id");
        }
        assert_eq!(province.learners(&class).await.len(), 1);
    }

    async fn many_enrol_at_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        let mut enrolling = JoinSet::new();
        for number in 31..43 {
            let request = province.by(TRAINER, enrol_official(&class, number));
            let mut client = province.client.clone();
            enrolling.spawn(async move { client.enrol_learner(request).await.expect("enrolled") });
        }
        enrolling.join_all().await;
        assert_eq!(province.learners(&class).await.len(), 12);
    }

    async fn a_class_completed_twice_at_once_is_completed_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&class, &[31]).await;
        province.call_roll(&class, 1, &[31]).await.expect("recorded");
        let mut completing = JoinSet::new();
        for number in [TRAINER, PROVINCE_OFFICER, TRAINER, PROVINCE_OFFICER] {
            let (mut client, request) = (province.client.clone(), province.by(number, complete_class(&class)));
            completing.spawn(async move { client.complete_training_class(request).await });
        }
        let (completed, refused): (Vec<_>, Vec<_>) = completing.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(completed.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
    }

    /// A roll that was taken is counted, and one that is not counted was refused.
    async fn a_roll_and_a_completion_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for _ in 0..6 {
            let class = province.class_of_today(pb::Audience::Officials).await;
            province.enrol_officials(&class, &[31]).await;
            let (mut recording, mut completing) = (province.client.clone(), province.client.clone());
            let record = province.by(TRAINER, record_attendance(&class, 1, &[31]));
            let complete = province.by(PROVINCE_OFFICER, complete_class(&class));
            let (recorded, completed) = tokio::join!(
                tokio::spawn(async move { recording.record_attendance(record).await }),
                tokio::spawn(async move { completing.complete_training_class(complete).await }),
            );
            let counted = completed.expect("ended").expect("completed").into_inner().completed_count;
            match recorded.expect("ended") {
                Ok(_) => assert_eq!(counted, 1),
                Err(status) => {
                    assert_eq!(counted, 0);
                    let reason = ErrorReason::TrainingClassStateWrong;
                    assert_status(&status, Code::FailedPrecondition, reason, "training_class_id");
                }
            }
        }
    }

    /// A learner who was taken in has a result, and one who has none was refused.
    async fn an_enrolment_and_a_completion_never_miss_each_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for _ in 0..6 {
            let class = province.class_of_today(pb::Audience::Officials).await;
            let (mut enrolling, mut completing) = (province.client.clone(), province.client.clone());
            let enrol = province.by(TRAINER, enrol_official(&class, 31));
            let complete = province.by(PROVINCE_OFFICER, complete_class(&class));
            let (enrolled, completed) = tokio::join!(
                tokio::spawn(async move { enrolling.enrol_learner(enrol).await }),
                tokio::spawn(async move { completing.complete_training_class(complete).await }),
            );
            completed.expect("ended").expect("completed");
            let results: Vec<_> = province.learners(&class).await.iter().map(pb::Learner::result).collect();
            match enrolled.expect("ended") {
                Ok(_) => assert_eq!(results, [pb::LearnerResult::NotCompleted]),
                Err(status) => {
                    assert!(results.is_empty());
                    let reason = ErrorReason::TrainingClassStateWrong;
                    assert_status(&status, Code::FailedPrecondition, reason, "training_class_id");
                }
            }
        }
    }

    async fn of_two_rolls_at_once_one_stands_whole(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        let everyone: Vec<u64> = (31..39).collect();
        province.enrol_officials(&class, &everyone).await;
        let (one, other) = everyone.split_at(4);
        let mut recording = JoinSet::new();
        for persons in [one, other, one, other] {
            let request = province.by(TRAINER, record_attendance(&class, 1, persons));
            let mut client = province.client.clone();
            recording.spawn(async move { client.record_attendance(request).await.expect("recorded") });
        }
        recording.join_all().await;
        let learners = province.learners(&class).await;
        let present: Vec<_> = learners
            .into_iter()
            .filter(|learner| !learner.attended_sessions.is_empty())
            .map(|learner| learner.person_id)
            .collect();
        let whole = |persons: &[u64]| present == persons.iter().map(|number| person_id(*number)).collect::<Vec<_>>();
        assert!(whole(one) || whole(other), "{present:?}");
    }
}
