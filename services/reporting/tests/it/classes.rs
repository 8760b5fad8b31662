//! The way to an attendance, for tests that need one: training's line from curriculum to completion.

use proto::registry::v1 as registry_pb;
use proto::training::v1 as pb;

use crate::{COMMUNE, MINISTRY_OFFICER, PROVINCE, Province, new_id, person_id};

/// An official of the commune.
pub(crate) fn official(number: u64) -> pb::EnrolLearnerRequest {
    official_of(number, COMMUNE)
}

/// An official of a commune.
pub(crate) fn official_of(number: u64, unit: &str) -> pb::EnrolLearnerRequest {
    pb::EnrolLearnerRequest {
        person_id: person_id(number),
        official_level: pb::OfficialLevel::Commune.into(),
        unit_id: unit.to_owned(),
        ..Default::default()
    }
}

/// The leader of a producer.
pub(crate) fn leader_of(producer: &registry_pb::Producer, person_id: &str) -> pb::EnrolLearnerRequest {
    pb::EnrolLearnerRequest { person_id: person_id.to_owned(), producer_id: producer.id.clone(), ..Default::default() }
}

impl Province {
    /// A class of the province with a session of four hours on each of these days, attended by these learners.
    pub(crate) async fn class(
        &mut self,
        audience: pb::Audience,
        days: &[&str],
        learners: &[pb::EnrolLearnerRequest],
    ) -> pb::TrainingClass {
        let class = self.planned(audience, days, learners).await;
        let everyone: Vec<_> = learners.iter().map(|learner| learner.person_id.clone()).collect();
        for number in (1..).take(days.len()) {
            self.call_roll(&class, number, &everyone).await;
        }
        class
    }

    /// The same, and nobody has attended yet.
    pub(crate) async fn planned(
        &mut self,
        audience: pb::Audience,
        days: &[&str],
        learners: &[pb::EnrolLearnerRequest],
    ) -> pb::TrainingClass {
        let class = self.draft(audience, days).await;
        self.record_class(class, learners).await
    }

    /// A sound class that is not recorded yet; a test changes what it is about.
    pub(crate) async fn draft(&mut self, audience: pb::Audience, days: &[&str]) -> pb::TrainingClass {
        let session = |date: &&str| pb::TrainingSession { number: 0, date: (*date).to_owned(), hours: 4 };
        pb::TrainingClass {
            curriculum_id: self.curriculum(audience).await,
            unit_id: PROVINCE.to_owned(),
            place: "Hội trường tỉnh".to_owned(),
            sessions: days.iter().map(session).collect(),
            planned_participants: 30,
            ..Default::default()
        }
    }

    pub(crate) async fn record_class(
        &mut self,
        class: pb::TrainingClass,
        learners: &[pb::EnrolLearnerRequest],
    ) -> pb::TrainingClass {
        let request = pb::CreateTrainingClassRequest { request_id: new_id(), training_class: Some(class) };
        let request = self.by(MINISTRY_OFFICER, request);
        let class = self.training.create_training_class(request).await.expect("recorded").into_inner().training_class;
        let class = class.expect("given");
        for learner in learners {
            let request = pb::EnrolLearnerRequest {
                request_id: new_id(),
                training_class_id: class.id.clone(),
                ..learner.clone()
            };
            let request = self.by(MINISTRY_OFFICER, request);
            self.training.enrol_learner(request).await.expect("enrolled");
        }
        class
    }

    /// The roll of a session, in place of an earlier one.
    pub(crate) async fn call_roll(&mut self, class: &pb::TrainingClass, session: i32, persons: &[String]) {
        let request = pb::RecordAttendanceRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            session_number: session,
            person_ids: persons.to_vec(),
        };
        let request = self.by(MINISTRY_OFFICER, request);
        self.training.record_attendance(request).await.expect("recorded");
    }

    /// A class is over. Returns how many completed it.
    pub(crate) async fn complete(&mut self, class: &pb::TrainingClass) -> i32 {
        let request = pb::CompleteTrainingClassRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            etag: class.etag.clone(),
        };
        let request = self.by(MINISTRY_OFFICER, request);
        self.training.complete_training_class(request).await.expect("completed").into_inner().completed_count
    }

    /// The leader of a producer attends a class of one day, and completes it.
    pub(crate) async fn train(&mut self, producer: &registry_pb::Producer, person_id: &str, day: &str) {
        self.training_settled().await;
        let class = self.class(pb::Audience::Leaders, &[day], &[leader_of(producer, person_id)]).await;
        assert_eq!(self.complete(&class).await, 1);
    }

    /// Population and trained leaders of a unit, as training itself tells them.
    pub(crate) async fn covered_in_training(&mut self, unit: &str) -> (i32, i32) {
        self.training_settled().await;
        let population = pb::Population::LeadersOfOcopProducers.into();
        let get = pb::GetCoverageRequest { population, unit_id: unit.to_owned(), at: String::new() };
        let request = self.by(MINISTRY_OFFICER, get);
        let covered = self.training.get_coverage(request).await.expect("told").into_inner();
        (covered.population_count, covered.trained_count)
    }

    async fn curriculum(&mut self, audience: pb::Audience) -> String {
        let curriculum = pb::Curriculum {
            title: "Chương trình".to_owned(),
            audience: audience.into(),
            hours: 10,
            min_attendance_percent: 80,
            ..Default::default()
        };
        let request = pb::CreateCurriculumRequest { request_id: new_id(), curriculum: Some(curriculum) };
        let request = self.by(MINISTRY_OFFICER, request);
        self.training.create_curriculum(request).await.expect("recorded").into_inner().curriculum.expect("given").id
    }
}
