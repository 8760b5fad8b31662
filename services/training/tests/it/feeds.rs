//! What training tells, and what it takes in.

use platform::access::{Role, Units};
use platform::clock::Clock;
use platform::ids::Ids;
use platform::operation::{Digests, Runner, RunnerParts, Work};
use platform::outbox;
use prost::{Message, Name};
use proto::common::v1::{ErrorReason, EventEnvelope};
use proto::training::v1 as pb;
use proto::training::v1::feed_service_client::FeedServiceClient;
use testkit::{Callers, TestDatabase, assert_status, eventually};
use tokio_stream::StreamExt as _;
use tonic::{Code, Request};

use crate::{COMMUNE, PROVINCE, PROVINCE_OFFICER, Province, TODAY, enrol_leader, person_id};

impl Province {
    /// The first events training told, as another service reads them.
    async fn told(&self, count: usize) -> Vec<EventEnvelope> {
        let authorization = self.bed.callers.service_authorization("reporting");
        let request = Callers::request(&authorization, pb::ReadRequest { after_position: 0 });
        let mut stream = FeedServiceClient::new(self.bed.wire()).read(request).await.expect("read").into_inner();
        let mut events = Vec::new();
        while events.len() < count {
            events.extend(stream.next().await.expect("a message").expect("events").events);
        }
        events
    }

    /// Waits until training knows the units.
    async fn until_ready(&self) {
        let request = pb::CountTrainingRequest {
            unit_id: PROVINCE.to_owned(),
            from: TODAY.to_owned(),
            to: TODAY.to_owned(),
            ..Default::default()
        };
        eventually("training knows the units", || {
            let (mut client, request) = (self.client.clone(), self.by(PROVINCE_OFFICER, request.clone()));
            async move { client.count_training(request).await.is_ok() }
        })
        .await;
    }

    /// Sets training back to the beginning of the feeds it follows.
    async fn rewind(&self) {
        async fn rewind(work: &Work<()>, _: &()) -> Result<(), platform::error::Error> {
            outbox::rewind(work).await
        }
        let runner = Runner::new(RunnerParts {
            name: "test",
            database: self.databases.training.clone(),
            clock: Clock::Test(self.bed.hands.clone()),
            ids: Ids::random(),
            policy: training::POLICY,
            units: Units::default(),
            digests: Digests::Plain,
            service: (),
        });
        runner.run("Rewind", &(), rewind).await.expect("rewound");
    }
}

fn event<M: Message + Name + Default>(envelope: &EventEnvelope) -> M {
    assert_eq!(envelope.r#type, M::full_name());
    M::decode(envelope.payload.as_slice()).expect("of its type")
}

testkit::on_both_databases! {
    async fn training_tells_what_happened(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        let class = province.class(pb::Audience::Officials, &[("2026-11-20", 4), (TODAY, 4)]).await;
        province.enrol_officials(&class, &[31, 32]).await;
        province.call_roll(&class, 1, &[31, 32]).await.expect("recorded");
        province.call_roll(&class, 1, &[31]).await.expect("recorded");
        province.call_roll(&class, 2, &[31]).await.expect("recorded");
        province.complete(&class).await.expect("completed");
        let for_leaders = province.class_of_today(pb::Audience::Leaders).await;
        province.enrol(enrol_leader(&for_leaders, &leader, &producer)).await.expect("enrolled");

        let told = province.told(11).await;
        let created: pb::CurriculumCreated = event(&told[0]);
        assert_eq!((created.curriculum_id, created.hours), (class.curriculum_id.clone(), 10));
        let created: pb::TrainingClassCreated = event(&told[1]);
        let expected = pb::TrainingClassCreated {
            training_class_id: class.id.clone(),
            curriculum_id: class.curriculum_id.clone(),
            audience: pb::Audience::Officials.into(),
            unit_id: PROVINCE.to_owned(),
            sample: false,
        };
        assert_eq!(created, expected);
        let enrolled: pb::LearnerEnrolled = event(&told[2]);
        let expected = pb::LearnerEnrolled {
            training_class_id: class.id.clone(),
            person_id: person_id(31),
            producer_id: String::new(),
            official_level: pb::OfficialLevel::Commune.into(),
            unit_id: COMMUNE.to_owned(),
            sample: false,
            worker: false,
        };
        assert_eq!(enrolled, expected);
        let rolls: Vec<_> = told[4..7]
            .iter()
            .map(|envelope| {
                let roll: pb::AttendanceRecorded = event(envelope);
                assert_eq!(roll.training_class_id, class.id);
                (roll.session_number, roll.date, roll.person_ids, envelope.subject_version)
            })
            .collect();
        let rolls_expected = [
            (1, "2026-11-20".to_owned(), vec![person_id(31), person_id(32)], 1),
            (1, "2026-11-20".to_owned(), vec![person_id(31)], 2),
            (2, TODAY.to_owned(), vec![person_id(31)], 1),
        ];
        assert_eq!(rolls, rolls_expected);
        assert_eq!(told[4].subject_id, told[5].subject_id, "a corrected roll is of the same subject");
        let completed: pb::TrainingClassCompleted = event(&told[7]);
        let expected = pb::TrainingClassCompleted {
            training_class_id: class.id.clone(),
            completed_on: TODAY.to_owned(),
            completed_person_ids: vec![person_id(31)],
            ..Default::default()
        };
        assert_eq!(completed, expected);
        assert_eq!((told[7].subject_id.as_str(), told[7].subject_version), (class.id.as_str(), 2));
        let enrolled: pb::LearnerEnrolled = event(&told[10]);
        assert_eq!((enrolled.producer_id, enrolled.official_level), (producer.id, 0));
    }

    async fn only_services_read_the_feed(database: TestDatabase) {
        let province = Province::on(&database).await;
        let request = province.by_role(40, Role::Auditor, "VN", pb::ReadRequest { after_position: 0 });
        let mut feed = FeedServiceClient::new(province.bed.wire());
        let status = feed.read(request).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let status = feed.read(Request::new(pb::ReadRequest { after_position: 0 })).await.expect_err("refused");
        assert_status(&status, Code::Unauthenticated, ErrorReason::TokenMissing, "");
        let authorization = province.bed.callers.service_authorization("reporting");
        let request = Callers::request(&authorization, pb::ReadRequest { after_position: -1 });
        let status = feed.read(request).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "after_position");
    }

    /// Certificates come before the producers they are of, and before the units.
    async fn the_feeds_may_come_in_either_order(database: TestDatabase) {
        let (mut province, held_back) = Province::with_training_held_back(&database).await;
        let producer = province.producer("Một").await;
        province.appoint(&producer, "2026-01-01").await;
        province.appoint(&producer, TODAY).await;
        province.certify(PROVINCE, &[&producer]).await;

        let of_registry = |job: &platform::jobs::Job| job.name == "training: events of registry";
        let (registry, others): (Vec<_>, Vec<_>) = held_back.into_iter().partition(of_registry);
        assert_eq!(registry.len(), 1);
        for job in others {
            tokio::spawn(job.run);
        }
        province.taken_in("evaluation").await;
        for job in registry {
            tokio::spawn(job.run);
        }
        province.taken_in("registry").await;
        province.until_ready().await;
        assert_eq!(province.covered_counts("").await, (1, 0));
        let parked = outbox::parked(province.databases.training.reader()).await.expect("read");
        assert!(parked.is_empty(), "{parked:?}");
    }

    async fn taken_in_again_from_the_beginning_all_is_the_same(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (producer, retired) = (province.producer("Một").await, province.producer("Hai").await);
        province.appoint(&producer, "2026-01-01").await;
        let second = province.appoint(&producer, "2026-11-25").await;
        province.appoint(&retired, "2026-01-01").await;
        province.retire(&retired).await;
        province.certify(PROVINCE, &[&producer]).await;
        province.settled().await;
        let before = province.covered_counts("").await;
        province.rewind().await;
        province.settled().await;
        assert_eq!(province.covered_counts("").await, before);
        assert_eq!(province.covered_counts("2026-11-25").await, (1, 0));
        let class = province.class_of_today(pb::Audience::Leaders).await;
        province.bed.hands.advance(chrono::TimeDelta::days(2));
        province.enrol(enrol_leader(&class, &second, &producer)).await.expect("enrolled");
        let status = province.enrol(enrol_leader(&class, &second, &retired)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id");
    }
}
