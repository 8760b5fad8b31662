//! Requests may be repeated.

use chrono::TimeDelta;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{
    PROVINCE_OFFICER, Province, TODAY, TRAINER, complete_class, create_class, create_curriculum, enrol_official,
    record_attendance,
};

testkit::on_both_databases! {
    async fn a_repeated_request_is_answered_as_before(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let message = create_curriculum("Một", pb::Audience::Officials);
        let request = province.by(PROVINCE_OFFICER, message.clone());
        let curriculum = province.client.create_curriculum(request).await.expect("recorded").into_inner();
        province.bed.hands.advance(TimeDelta::minutes(1));
        let request = province.by(PROVINCE_OFFICER, message.clone());
        let again = province.client.create_curriculum(request).await.expect("answered").into_inner();
        assert_eq!(curriculum, again);
        let mut other = message;
        other.curriculum.as_mut().expect("given").hours = 11;
        let request = province.by(PROVINCE_OFFICER, other);
        assert_refused(
            province.client.create_curriculum(request).await,
            Code::InvalidArgument, ErrorReason::RequestIdReused, "request_id",
        );

        let message = create_class(&curriculum.curriculum.expect("given"), &[(TODAY, 4)]);
        let request = province.by(TRAINER, message.clone());
        let class = province.client.create_training_class(request).await.expect("recorded").into_inner();
        let request = province.by(TRAINER, message);
        let again = province.client.create_training_class(request).await.expect("answered").into_inner();
        assert_eq!(class, again);
        let class = class.training_class.expect("given");

        let message = enrol_official(&class, 31);
        let request = province.by(TRAINER, message.clone());
        let learner = province.client.enrol_learner(request).await.expect("enrolled").into_inner();
        let request = province.by(TRAINER, message.clone());
        let again = province.client.enrol_learner(request).await.expect("not refused as a double").into_inner();
        assert_eq!(learner, again);

        let message = record_attendance(&class, 1, &[31]);
        let request = province.by(TRAINER, message.clone());
        let roll = province.client.record_attendance(request).await.expect("recorded").into_inner();
        province.call_roll(&class, 1, &[]).await.expect("corrected");
        let request = province.by(TRAINER, message);
        let again = province.client.record_attendance(request).await.expect("answered").into_inner();
        assert_eq!(roll, again);
        let learners = province.learners(&class).await;
        assert!(learners[0].attended_sessions.is_empty(), "a repeated roll does not undo its correction");

        let message = complete_class(&class);
        let request = province.by(TRAINER, message.clone());
        let completed = province.client.complete_training_class(request).await.expect("completed").into_inner();
        let request = province.by(TRAINER, message);
        let again = province.client.complete_training_class(request).await.expect("answered").into_inner();
        assert_eq!(completed, again);
    }

    async fn a_change_without_identity_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        let request = pb::EnrolLearnerRequest { request_id: String::new(), ..enrol_official(&class, 31) };
        let request = province.by(TRAINER, request);
        assert_refused(
            province.client.enrol_learner(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "request_id",
        );
    }
}
