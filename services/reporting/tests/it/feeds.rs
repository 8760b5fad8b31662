//! What reporting takes in and leaves, and the little it tells.

use chrono::TimeDelta;
use platform::access::{Policy, Role, Units};
use platform::clock::Clock;
use platform::db::Database;
use platform::error::Error;
use platform::ids::{Ids, RawId};
use platform::operation::{Digests, Runner, RunnerParts, Subject, Work};
use platform::outbox::{parked, retry_parked};
use prost::{Message, Name};
use proto::common::v1::{ErrorReason, EventEnvelope};
use proto::registry::v1::{ProducerCreated, ProducerKind, ProducerRetired};
use proto::reporting::v1 as pb;
use proto::reporting::v1::feed_service_client::FeedServiceClient;
use sea_orm::ConnectionTrait as _;
use testkit::{Callers, TestDatabase, assert_status, eventually};
use tokio_stream::StreamExt as _;
use tonic::{Code, Request};

use crate::{COMMUNE, PROVINCE, Province};

/// Events of one subject, to be told by a service in one transaction.
struct Told<M> {
    subject: Subject,
    events: Vec<M>,
}

async fn publish<M: Message + Name>(work: &Work<()>, told: &Told<M>) -> Result<(), Error> {
    for event in &told.events {
        work.publish(told.subject, event);
    }
    Ok(())
}

impl Province {
    /// Has a service, whose database this is, tell events that it would not tell otherwise.
    pub(crate) async fn tell<M: Message + Name>(&self, teller: &Database, subject: Subject, events: Vec<M>) {
        let runner = Runner::new(RunnerParts {
            name: "test",
            database: teller.clone(),
            clock: Clock::Test(self.bed.hands.clone()),
            ids: Ids::random(),
            policy: Policy::new(&[]),
            units: Units::default(),
            digests: Digests::Plain,
            service: (),
        });
        runner.run("Tell", &Told { subject, events }, publish).await.expect("told");
        // What is told next is told after it.
        self.bed.hands.advance(TimeDelta::milliseconds(1));
    }

    /// The events reporting told, as another service reads them.
    async fn told(&self, count: usize) -> Vec<EventEnvelope> {
        let authorization = self.bed.callers.service_authorization("registry");
        let request = Callers::request(&authorization, pb::ReadRequest { after_position: 0 });
        let mut stream = FeedServiceClient::new(self.bed.wire()).read(request).await.expect("read").into_inner();
        let mut events = Vec::new();
        while events.len() < count {
            events.extend(stream.next().await.expect("a message").expect("events").events);
        }
        events
    }

    /// Source and position of each event that waits.
    pub(crate) async fn parked(&self) -> Vec<(String, i64)> {
        let waiting = parked(self.databases.reporting.reader()).await.expect("read");
        waiting.into_iter().map(|event| (event.source, event.position)).collect()
    }

    /// Asks for what waits to be tried again, and waits until nothing waits any more.
    async fn retry_parked(&self) {
        let transaction = self.databases.reporting.begin().await.expect("begun");
        retry_parked(&transaction).await.expect("asked");
        transaction.commit().await.expect("committed");
        eventually("nothing is parked", || async { self.parked().await.is_empty() }).await;
    }

    pub(crate) async fn execute(&self, sql: &str) {
        let transaction = self.databases.reporting.begin().await.expect("begun");
        transaction.execute_unprepared(sql).await.expect("executed");
        transaction.commit().await.expect("committed");
    }
}

/// A producer of the commune.
pub(crate) fn created(producer_id: &str) -> ProducerCreated {
    ProducerCreated {
        producer_id: producer_id.to_owned(),
        kind: ProducerKind::Cooperative.into(),
        unit_id: COMMUNE.to_owned(),
        sample: false,
    }
}

fn producer(number: u128) -> Subject {
    Subject::new("producer", RawId::from_u128(number), 1)
}

testkit::on_both_databases! {
    async fn events_of_other_kinds_are_left(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let registry = &province.databases.registry;
        // Of no kind that was ever told, and of one that another service tells.
        province.tell(registry, producer(1), vec![prost_types::Timestamp::default()]).await;
        province.tell(registry, producer(2), vec![proto::training::v1::TrainingClassCompleted::default()]).await;
        province.tell(registry, producer(3), vec![created(&RawId::from_u128(3).to_string())]).await;
        assert_eq!(province.values(PROVINCE, "", ["producers_registered"]).await, [1]);
        assert!(province.parked().await.is_empty());
    }

    async fn what_a_later_version_may_add_is_left(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let of_a_kind_to_come = ProducerCreated { kind: 99, ..created(&RawId::from_u128(1).to_string()) };
        province.tell(&province.databases.registry, producer(1), vec![of_a_kind_to_come]).await;
        assert_eq!(province.values(PROVINCE, "", ["producers_registered"]).await, [1]);
    }

    async fn a_malformed_event_parks_its_subject_alone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let registry = province.databases.registry.clone();
        province.tell(&registry, producer(1), vec![created("nonsense")]).await;
        province.tell(&registry, producer(2), vec![created(&RawId::from_u128(2).to_string())]).await;
        let retired = ProducerRetired { producer_id: RawId::from_u128(1).to_string() };
        province.tell(&registry, Subject { version: 2, ..producer(1) }, vec![retired]).await;
        province.producer("Một", COMMUNE).await;
        assert_eq!(province.values(PROVINCE, "", ["producers_registered"]).await, [2]);
        // The units came in seven parts before it.
        let waiting = [("registry".to_owned(), 8), ("registry".to_owned(), 10)];
        assert_eq!(province.parked().await, waiting);
        province.rebuild().await;
        assert_eq!(province.values(PROVINCE, "", ["producers_registered"]).await, [2]);
        assert_eq!(province.parked().await, waiting, "they come anew");
    }

    async fn what_was_parked_is_taken_in_when_the_cause_is_gone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.execute("ALTER TABLE told RENAME TO away").await;
        let product = province.certified(&producer, PROVINCE).await;
        province.settled().await;
        assert!(!province.parked().await.is_empty());
        province.execute("ALTER TABLE away RENAME TO told").await;
        let indicators = ["certificates_issued", "products_registered"];
        assert_eq!(province.values(PROVINCE, "", indicators).await, [0, 0]);
        province.retry_parked().await;
        assert_eq!(province.values(PROVINCE, "", indicators).await, [1, 1]);
        province.certify(PROVINCE, &[(&product, 4)]).await;
        assert_eq!(province.values(PROVINCE, "", indicators).await, [2, 1]);
    }

    async fn reporting_tells_that_it_was_rebuilt(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.product(&producer, 1).await;
        province.settled().await;
        assert_eq!(province.rebuild().await, 2);
        let told = province.told(1).await;
        assert_eq!(told[0].r#type, pb::ProjectionsRebuilt::full_name());
        let rebuilt = pb::ProjectionsRebuilt::decode(told[0].payload.as_slice()).expect("of its type");
        assert_eq!(rebuilt, pb::ProjectionsRebuilt { dropped_fact_count: 2 });
    }

    async fn only_services_read_the_feed(database: TestDatabase) {
        let province = Province::on(&database).await;
        let request = province.by_role(40, Role::Auditor, "VN", pb::ReadRequest { after_position: 0 });
        let mut feed = FeedServiceClient::new(province.bed.wire());
        let status = feed.read(request).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let status = feed.read(Request::new(pb::ReadRequest { after_position: 0 })).await.expect_err("refused");
        assert_status(&status, Code::Unauthenticated, ErrorReason::TokenMissing, "");
        let authorization = province.bed.callers.service_authorization("registry");
        let request = Callers::request(&authorization, pb::ReadRequest { after_position: -1 });
        let status = feed.read(request).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "after_position");
    }
}
