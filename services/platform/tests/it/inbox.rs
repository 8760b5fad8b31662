//! Another service's events take effect once and in order, whatever happens on the way.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use platform::access::{Door, Policy, Role, Rule, Units};
use platform::db::{Database, Migration, Migrations};
use platform::error::{Error, ErrorReason, Text};
use platform::ids::{Ids, RawId};
use platform::operation::{Digests, Runner, RunnerParts, Subject, Work};
use platform::outbox::{FeedClient, FeedStream, Inbox, parked, positions, retry_parked, rewind};
use platform::service::{Description, Foundation};
use proto::common::v1::EventEnvelope;
use proto::registry::v1::{ProductRetired, ProductUpdated};
use sea_orm::{ConnectionTrait, Statement};
use testkit::{Bed, TestDatabase, eventually};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

platform::feed_service!(proto::registry::v1);
platform::feed_client!(SourceFeed, proto::registry::v1);

const POLICY: Policy = Policy::new(&[Rule { operation: "Read", door: Door::Roles(&[Role::Service]) }]);

/// What was taken in, in the order it was; nothing forbids a row that comes twice.
const MIGRATIONS: Migrations = Migrations(&[Migration {
    name: "test_0001_taken",
    sql: "CREATE TABLE taken (place bigint PRIMARY KEY, position bigint NOT NULL, subject uuid NOT NULL);",
}]);

/// How often an event is still refused, and how.
type Fault = (u32, fn() -> Error);

/// What goes wrong when events are applied.
#[derive(Default)]
struct Consumer {
    /// By the event's position.
    faults: Mutex<HashMap<i64, Fault>>,
    /// The position whose event is never done with.
    stays_at: AtomicI64,
    inside: Notify,
}

/// A source with its feed, and a database for those who follow it.
struct Pair {
    bed: Bed,
    source: Runner<()>,
    database: Database,
    /// The other database is for the source.
    _source_database: TestDatabase,
}

async fn pair(database: &TestDatabase) -> Pair {
    let source_database = database.another().await;
    let mut bed = Bed::default();
    let given = bed.surroundings(&source_database, Migrations(&[])).await;
    let description = Description {
        name: "registry",
        grpc_names: &[],
        policy: POLICY,
        migrations: Migrations(&[]),
        digests: Digests::Plain,
        state: (),
    };
    let foundation = Foundation::new(given, description);
    let source = foundation.runner.clone();
    bed.take_in(&[], |routes| {
        routes.add_service(feed_service::server(foundation.runner, foundation.feed));
        foundation.jobs
    });
    bed.start().await;
    Pair { bed, source, database: database.migrated(MIGRATIONS).await, _source_database: source_database }
}

/// One replica of a service that follows the source; it stops with the value.
struct Follower {
    runner: Runner<Consumer>,
    inbox: tokio::task::JoinHandle<()>,
    stop: CancellationToken,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.inbox.abort();
    }
}

impl Pair {
    fn feed(&self) -> SourceFeed {
        SourceFeed::new(self.bed.transport("test"))
    }

    fn follower(&self) -> Follower {
        self.follower_of(self.feed(), Consumer::default())
    }

    fn runner(&self, consumer: Consumer) -> Runner<Consumer> {
        Runner::new(RunnerParts {
            name: "test",
            database: self.database.clone(),
            clock: self.source.clock().clone(),
            ids: Ids::random(),
            policy: Policy::new(&[]),
            units: Units::default(),
            digests: Digests::Plain,
            service: consumer,
        })
    }

    fn follower_of(&self, feed: impl FeedClient + 'static, consumer: Consumer) -> Follower {
        let runner = self.runner(consumer);
        let stop = CancellationToken::new();
        let inbox = Inbox::new("registry", feed, runner.clone(), take);
        let inbox = tokio::spawn(inbox.run(stop.clone()));
        Follower { runner, inbox, stop }
    }

    /// Publishes events of subjects, one after the other, and waits until the feed has them all.
    async fn publish(&self, subjects: &[u128]) {
        for subject in subjects {
            self.source.run("Retire", subject, retire).await.expect("published");
        }
        let unnumbered = "SELECT COUNT(*) FROM event WHERE position IS NULL";
        let (db, unnumbered) =
            (self.source.database().reader(), Statement::from_string(self.source.database().backend(), unnumbered));
        eventually("the events are numbered", || async {
            let row = db.query_one_raw(unnumbered.clone()).await.expect("read").expect("a row");
            row.try_get_by_index::<i64>(0).expect("a number") == 0
        })
        .await;
    }

    /// Positions of the events taken in, in the order they were.
    async fn taken(&self) -> Vec<i64> {
        let db = self.database.reader();
        let select = Statement::from_string(db.get_database_backend(), "SELECT position FROM taken ORDER BY place");
        let rows = db.query_all_raw(select).await.expect("read");
        rows.iter().map(|row| row.try_get_by_index(0).expect("a number")).collect()
    }

    async fn eventually_taken(&self, positions: impl IntoIterator<Item = i64>) {
        let positions: Vec<_> = positions.into_iter().collect();
        eventually(&format!("{positions:?} are taken in"), || async { self.taken().await.len() >= positions.len() })
            .await;
        assert_eq!(self.taken().await, positions);
    }

    async fn parked(&self) -> Vec<i64> {
        parked(self.database.reader()).await.expect("read").into_iter().map(|parked| parked.position).collect()
    }

    /// What `ocop events retry` does.
    async fn ask_to_retry(&self) -> u64 {
        let transaction = self.database.begin().await.expect("begun");
        let asked = retry_parked(&transaction).await.expect("asked");
        transaction.commit().await.expect("committed");
        asked
    }

    async fn eventually_parked(&self, positions: &[i64]) {
        eventually(&format!("{positions:?} are parked"), || async { self.parked().await == positions }).await;
    }
}

async fn retire(work: &Work<()>, subject: &u128) -> Result<(), Error> {
    // Each event is the next version of its subject; the number of all is as good as its own.
    let version = Statement::from_string(work.get_database_backend(), "SELECT COUNT(*) + 1 FROM event");
    let row = work.query_one_raw(version).await?.expect("a row");
    let subject = Subject::new("product", RawId::from_u128(*subject), row.try_get_by_index(0)?);
    work.publish(subject, &ProductRetired { product_id: "x".repeat(100) });
    Ok(())
}

async fn take(work: &Work<Consumer>, event: &EventEnvelope) -> Result<(), Error> {
    let insert = Statement::from_sql_and_values(
        work.get_database_backend(),
        "INSERT INTO taken (place, position, subject) SELECT COUNT(*) + 1, $1, $2 FROM taken",
        [event.position.into(), event.subject_id.parse::<RawId>().expect("an id").into()],
    );
    work.execute_raw(insert).await?;
    let consumer = work.service();
    if consumer.stays_at.load(Ordering::SeqCst) == event.position {
        consumer.inside.notify_one();
        std::future::pending::<()>().await;
    }
    if let Some((left, fault)) = consumer.faults.lock().expect("not poisoned").get_mut(&event.position)
        && *left > 0
    {
        *left -= 1;
        return Err(fault());
    }
    Ok(())
}

fn not_understood() -> Error {
    Error::from(<ProductUpdated as prost::Message>::decode(&b"\xff"[..]).expect_err("no message"))
}

fn peer_is_gone() -> Error {
    Error::new(Code::Unavailable, ErrorReason::PeerUnavailable, Text::new("", ""))
}

impl Consumer {
    fn refusing(position: i64, times: u32, fault: fn() -> Error) -> Self {
        Self { faults: Mutex::new(HashMap::from([(position, (times, fault))])), ..Self::default() }
    }

    fn heals(&self) {
        self.faults.lock().expect("not poisoned").clear();
    }
}

/// A road on which every message arrives twice.
struct Stutter(SourceFeed);

#[tonic::async_trait]
impl FeedClient for Stutter {
    async fn read(&self, after_position: i64) -> Result<FeedStream, Status> {
        use futures_util::StreamExt as _;
        let pages = self.0.read(after_position).await?;
        Ok(Box::pin(pages.flat_map(|page| futures_util::stream::iter([page.clone(), page]))))
    }
}

testkit::on_both_databases! {
    async fn events_are_taken_in_as_they_come(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1, 2, 1]).await;
        let _follower = pair.follower();
        pair.eventually_taken(1..=3).await;
        pair.publish(&[3]).await;
        pair.eventually_taken(1..=4).await;
        let [position] = &positions(pair.database.reader()).await.expect("read")[..] else { panic!("one source") };
        assert_eq!((&*position.source, position.position, position.head_position), ("registry", 4, 4));
    }

    async fn what_arrives_twice_is_applied_once(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1, 2]).await;
        let _follower = pair.follower_of(Stutter(pair.feed()), Consumer::default());
        pair.eventually_taken(1..=2).await;
        pair.publish(&[3]).await;
        pair.eventually_taken(1..=3).await;
        pair.publish(&[4]).await;
        pair.eventually_taken(1..=4).await;
    }

    async fn an_event_that_fails_for_once_is_tried_again_in_its_place(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1, 2, 3]).await;
        // With its page, then twice alone: the third try alone is the last.
        let _follower = pair.follower_of(pair.feed(), Consumer::refusing(2, 3, not_understood));
        pair.eventually_taken(1..=3).await;
        assert!(pair.parked().await.is_empty());
    }

    async fn what_says_nothing_of_the_event_is_waited_for(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1, 2, 3]).await;
        let follower = pair.follower_of(pair.feed(), Consumer::refusing(2, 2, peer_is_gone));
        pair.eventually_taken(1..=3).await;
        assert!(pair.parked().await.is_empty());
        assert_eq!(follower.runner.service().faults.lock().expect("not poisoned")[&2].0, 0);
    }

    async fn an_event_not_understood_parks_its_subject_alone(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1, 2, 1, 3]).await;
        let follower = pair.follower_of(pair.feed(), Consumer::refusing(1, u32::MAX, not_understood));
        pair.eventually_taken([2, 4]).await;
        pair.publish(&[1, 2]).await;
        pair.eventually_taken([2, 4, 6]).await;
        pair.eventually_parked(&[1, 3, 5]).await;

        // Asked to retry while it still cannot be: all stays as it is.
        assert_eq!(pair.ask_to_retry().await, 3);
        eventually("it was tried", || async {
            number(&pair, "SELECT COUNT(*) FROM inbox_parked WHERE retry").await == 0
        })
        .await;
        assert_eq!((pair.taken().await, pair.parked().await), (vec![2, 4, 6], vec![1, 3, 5]));

        follower.runner.service().heals();
        pair.ask_to_retry().await;
        pair.eventually_taken([2, 4, 6, 1, 3, 5]).await;
        pair.eventually_parked(&[]).await;
        pair.publish(&[1]).await;
        pair.eventually_taken([2, 4, 6, 1, 3, 5, 7]).await;
    }

    async fn a_retry_that_meets_trouble_goes_on_later(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1]).await;
        let follower = pair.follower_of(pair.feed(), Consumer::refusing(1, u32::MAX, not_understood));
        pair.eventually_parked(&[1]).await;
        let faults = || follower.runner.service().faults.lock().expect("not poisoned");
        faults().insert(1, (1, peer_is_gone));
        pair.ask_to_retry().await;
        pair.eventually_taken([1]).await;
        pair.eventually_parked(&[]).await;
    }

    async fn what_another_took_from_among_the_parked_is_not_done_again(database: TestDatabase) {
        /// Takes in, and ends the waiting of all the others, as a replica beside it would.
        async fn take_all(work: &Work<Consumer>, event: &EventEnvelope) -> Result<(), Error> {
            take(work, event).await?;
            work.execute_unprepared("DELETE FROM inbox_parked WHERE position > 1").await?;
            Ok(())
        }
        let pair = pair(&database).await;
        pair.publish(&[1, 1]).await;
        let follower = pair.follower_of(pair.feed(), Consumer::refusing(1, u32::MAX, not_understood));
        pair.eventually_parked(&[1, 2]).await;
        drop(follower);
        pair.ask_to_retry().await;
        pair.bed.hands.advance(TimeDelta::seconds(6));
        let inbox = Inbox::new("registry", pair.feed(), pair.runner(Consumer::default()), take_all);
        let inbox = tokio::spawn(inbox.run(CancellationToken::new()));
        pair.eventually_parked(&[]).await;
        pair.publish(&[2]).await;
        pair.eventually_taken([1, 3]).await;
        inbox.abort();
    }

    async fn two_replicas_take_in_each_event_once(database: TestDatabase) {
        let pair = pair(&database).await;
        let (_one, _other) = (pair.follower(), pair.follower());
        for batch in 0..5 {
            pair.publish(&[1 + batch, 2, 3, 4]).await;
            // Whoever holds the lease loses it now and then.
            pair.bed.hands.advance(TimeDelta::seconds(6));
        }
        pair.eventually_taken(1..=20).await;
    }

    async fn a_replica_that_dies_at_work_loses_and_doubles_nothing(database: TestDatabase) {
        let pair = pair(&database).await;
        pair.publish(&[1, 2, 3]).await;
        let dies = pair.follower_of(pair.feed(), Consumer { stays_at: AtomicI64::new(2), ..Consumer::default() });
        dies.runner.service().inside.notified().await;
        drop(dies);
        assert!(pair.taken().await.is_empty(), "what was not committed has not happened");
        // Its lease runs out.
        pair.bed.hands.advance(TimeDelta::seconds(6));
        let _heir = pair.follower();
        pair.eventually_taken(1..=3).await;
    }

    async fn a_replica_that_stops_hands_over_at_once(database: TestDatabase) {
        let pair = pair(&database).await;
        let mut first = pair.follower();
        pair.publish(&[1]).await;
        pair.eventually_taken([1]).await;
        first.stop.cancel();
        (&mut first.inbox).await.expect("ended");
        let _heir = pair.follower();
        pair.publish(&[2]).await;
        pair.eventually_taken(1..=2).await;
    }

    async fn a_projection_is_built_again_from_the_first_event(database: TestDatabase) {
        async fn forget(work: &Work<Consumer>, (): &()) -> Result<(), Error> {
            work.execute_unprepared("DELETE FROM taken").await?;
            rewind(work).await
        }
        let pair = pair(&database).await;
        pair.publish(&[1, 2, 3]).await;
        let follower = pair.follower_of(pair.feed(), Consumer::refusing(2, u32::MAX, not_understood));
        pair.eventually_taken([1, 3]).await;
        follower.runner.service().heals();
        follower.runner.run("Rebuild", &(), forget).await.expect("forgotten");
        pair.eventually_taken(1..=3).await;
        assert!(pair.parked().await.is_empty());
    }

    async fn pages_larger_than_other_messages_may_be_are_taken_in(database: TestDatabase) {
        async fn tell_much(work: &Work<()>, subject: &u128) -> Result<(), Error> {
            let event = ProductRetired { product_id: "x".repeat(1_000_000) };
            work.publish(Subject::new("product", RawId::from_u128(*subject), 1), &event);
            Ok(())
        }
        let pair = pair(&database).await;
        for subject in 1..=6 {
            pair.source.run("Tell", &subject, tell_much).await.expect("published");
        }
        let _follower = pair.follower();
        pair.eventually_taken(1..=6).await;
    }
}

async fn number(pair: &Pair, sql: &str) -> i64 {
    let db = pair.database.reader();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("read");
    row.expect("a row").try_get_by_index(0).expect("a number")
}
