//! Versions of curricula, and who teaches a class and what it costs.

use prost_types::FieldMask;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{
    PROVINCE_OFFICER, Province, TODAY, TRAINER, create_class, create_curriculum, enrol_leader, enrol_official, new_id,
};

/// A sound curriculum with all its particulars; a test changes what it is about.
pub(crate) fn in_full(audience: pb::Audience) -> pb::CreateCurriculumRequest {
    let mut request = create_curriculum("Chấm điểm theo 26/2026", audience);
    let curriculum = request.curriculum.as_mut().expect("given");
    let module = |title: &str, hours| pb::CurriculumModule { title: title.to_owned(), hours };
    curriculum.modules = vec![module("Bộ tiêu chí", 6), module("Thực hành", 4)];
    curriculum.validity_months = 24;
    curriculum.rule_sets = vec!["26/2026/QĐ-TTg".to_owned()];
    request
}

impl Province {
    pub(crate) async fn record(&mut self, request: pb::CreateCurriculumRequest) -> Result<pb::Curriculum, Status> {
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.client.create_curriculum(request).await?.into_inner().curriculum.expect("given"))
    }

    pub(crate) async fn class_of(&mut self, curriculum: &pb::Curriculum) -> Result<pb::TrainingClass, Status> {
        let request = self.by(TRAINER, create_class(curriculum, &[(TODAY, 4)]));
        Ok(self.client.create_training_class(request).await?.into_inner().training_class.expect("given"))
    }

    async fn update(&mut self, class: pb::TrainingClass, paths: &[&str]) -> Result<pb::TrainingClass, Status> {
        let request = pb::UpdateTrainingClassRequest {
            request_id: new_id(),
            training_class: Some(class),
            update_mask: Some(FieldMask { paths: paths.iter().map(ToString::to_string).collect() }),
        };
        let request = self.by(TRAINER, request);
        Ok(self.client.update_training_class(request).await?.into_inner().training_class.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn a_curriculum_has_versions_and_classes_go_by_the_newest(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut request = in_full(pb::Audience::Officials);
        request.curriculum.as_mut().expect("given").official_levels = vec![pb::OfficialLevel::Commune.into()];
        let first = province.record(request.clone()).await.expect("recorded");
        assert_eq!((first.version, &first.first_curriculum_id), (1, &first.id));
        assert_eq!((first.modules.len(), first.validity_months), (2, 24));
        let mut next = request.clone();
        next.request_id = new_id();
        next.curriculum.as_mut().expect("given").first_curriculum_id = first.id.clone();
        let second = province.record(next.clone()).await.expect("recorded");
        assert_eq!((second.version, &second.first_curriculum_id), (2, &first.id));
        let status = province.class_of(&first).await.expect_err("refused");
        let path = "training_class.curriculum_id";
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CurriculumSuperseded, path);
        let class = province.class_of(&second).await.expect("recorded");

        // Officials of other levels are not of its audience.
        province.enrol(enrol_official(&class, 31)).await.expect("enrolled");
        let of_province = pb::EnrolLearnerRequest {
            official_level: pb::OfficialLevel::Province.into(),
            unit_id: crate::PROVINCE.to_owned(),
            ..enrol_official(&class, 32)
        };
        let status = province.enrol(of_province).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::AudienceMismatch, "official_level");

        next.request_id = new_id();
        let given = next.curriculum.as_mut().expect("given");
        given.audience = pb::Audience::Leaders.into();
        given.official_levels.clear();
        let status = province.record(next).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "curriculum.audience");
    }

    async fn particulars_that_are_none_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        type Change = fn(&mut pb::Curriculum);
        let faults: [(Change, &str); 4] = [
            (|curriculum| curriculum.modules[0].hours = 5, "curriculum.modules"),
            (|curriculum| curriculum.validity_months = 121, "curriculum.validity_months"),
            (|curriculum| curriculum.pass_percent = 101, "curriculum.pass_percent"),
            (|curriculum| curriculum.official_levels = vec![1], "curriculum.official_levels"),
        ];
        for (change, field) in faults {
            let mut request = in_full(pb::Audience::Leaders);
            change(request.curriculum.as_mut().expect("given"));
            let status = province.record(request).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let mut unknown = in_full(pb::Audience::Leaders);
        unknown.curriculum.as_mut().expect("given").first_curriculum_id = new_id();
        let status = province.record(unknown).await.expect_err("refused");
        let path = "curriculum.first_curriculum_id";
        assert_status(&status, Code::NotFound, ErrorReason::CurriculumNotFound, path);
    }

    async fn workers_are_taught_apart(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        let for_workers = province.class_of_today(pb::Audience::Workers).await;
        let for_leaders = province.class_of_today(pb::Audience::Leaders).await;
        let worker = pb::EnrolLearnerRequest { worker: true, ..enrol_leader(&for_workers, &new_id(), &producer) };
        let enrolled = province.enrol(worker.clone()).await.expect("enrolled");
        assert!(enrolled.worker);
        assert_eq!(enrolled.producer_id, producer.id);
        let elsewhere = pb::EnrolLearnerRequest {
            request_id: new_id(),
            training_class_id: for_leaders.id.clone(),
            ..worker
        };
        let status = province.enrol(elsewhere).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::AudienceMismatch, "worker");
        let status = province.enrol(enrol_leader(&for_workers, &leader, &producer)).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::AudienceMismatch, "worker");
    }

    async fn a_class_is_changed_and_its_cost_is_recorded_after_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Officials).await;
        let line = |spent_dong| pb::FundingLine {
            source: pb::FundingSource::LocalBudget.into(),
            planned_dong: 20_000_000,
            spent_dong,
        };
        let trainer = pb::Trainer {
            full_name: "Giảng viên".to_owned(),
            organisation: "Trường Cao đẳng".to_owned(),
            person_id: String::new(),
        };
        let changed = pb::TrainingClass {
            place: "Hội trường huyện cũ".to_owned(),
            trainers: vec![trainer],
            funding: vec![line(0)],
            ..class.clone()
        };
        let changed = province.update(changed, &["place", "trainers", "funding"]).await.expect("changed");
        assert_eq!((changed.etag.as_str(), changed.trainers.len()), ("v2", 1));
        let status = province.update(class, &["place"]).await.expect_err("refused");
        assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        let twice = pb::TrainingClass { funding: vec![line(0), line(0)], ..changed.clone() };
        let status = province.update(twice, &["funding"]).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "training_class.funding[1]");
        let status = province.update(changed.clone(), &["state"]).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "update_mask.paths[0]");

        let over = province.complete(&changed).await.expect("completed").training_class.expect("given");
        let status = province.update(over.clone(), &["place"]).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::TrainingClassStateWrong, "training_class_id");
        let costed = pb::TrainingClass { funding: vec![line(18_500_000)], ..over };
        let costed = province.update(costed, &["funding"]).await.expect("changed");
        assert_eq!(costed.funding, [line(18_500_000)]);
        let request = province.by(crate::COMMUNE_OFFICER, pb::UpdateTrainingClassRequest {
            request_id: new_id(),
            training_class: Some(costed),
            update_mask: Some(FieldMask { paths: vec!["place".to_owned()] }),
        });
        assert_refused(
            province.client.update_training_class(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }
}
