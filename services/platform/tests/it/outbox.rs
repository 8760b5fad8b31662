//! Events are numbered without gaps that could be filled later, whoever writes and in whatever order.

use std::sync::Arc;

use platform::access::{Policy, Units};
use platform::clock::Clock;
use platform::db::{Database, Migrations};
use platform::ids::{Ids, RawId};
use platform::operation::{Digests, Runner, RunnerParts, Subject, Work};
use platform::outbox::{Feed, Relay};
use proto::registry::v1::ProductRetired;
use testkit::TestDatabase;
use tokio::sync::{Notify, watch};
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;

/// The state of a service that has none, but for a gate to hold operations at.
#[derive(Default)]
struct State {
    inside: Notify,
    go_on: Notify,
}

type Event = (u128, i64);

async fn runner(database: &TestDatabase) -> Runner<State> {
    runner_by(database.migrated(Migrations(&[])).await, Clock::System)
}

fn runner_by(database: Database, clock: Clock) -> Runner<State> {
    Runner::new(RunnerParts {
        name: "test",
        database,
        clock,
        ids: Ids::random(),
        policy: Policy::new(&[]),
        units: Units::default(),
        digests: Digests::Plain,
        service: State::default(),
    })
}

async fn publish(work: &Work<State>, event: &Event) -> Result<(), platform::error::Error> {
    let subject = Subject::new("product", RawId::from_u128(event.0), event.1);
    work.publish(subject, &ProductRetired { product_id: event.0.to_string() });
    Ok(())
}

/// Publishes, then stays inside its transaction until it is let go.
async fn publish_and_wait(work: &Work<State>, event: &Event) -> Result<(), platform::error::Error> {
    publish(work, event).await?;
    work.service().inside.notify_one();
    work.service().go_on.notified().await;
    Ok(())
}

async fn numbered(runner: &Runner<State>) -> Vec<Event> {
    let head = Arc::new(watch::Sender::new(0));
    let feed = Feed::new(runner.database().clone(), &head, CancellationToken::new());
    let mut events = Vec::new();
    loop {
        let page = feed.page(i64::try_from(events.len()).expect("few")).await.expect("read");
        if page.events.is_empty() {
            return events;
        }
        for event in page.events {
            assert_eq!(event.position, i64::try_from(events.len()).expect("few") + 1, "no gaps");
            events.push((event.subject_id.parse::<RawId>().expect("an id").as_u128(), event.subject_version));
        }
    }
}

fn relay(runner: &Runner<State>) -> Relay<State> {
    Relay::new(runner.clone(), Arc::new(watch::Sender::new(0)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_writer_who_began_first_and_commits_last_leaves_no_gap_postgres() {
    // Only PostgreSQL lets two write at the same time.
    let database = TestDatabase::new(testkit::Engine::Postgres).await;
    let runner = runner(&database).await;
    let relay = relay(&runner);

    let early = tokio::spawn({
        let runner = runner.clone();
        async move { runner.run("Early", &(1, 1), publish_and_wait).await }
    });
    runner.service().inside.notified().await;
    runner.run("Late", &(2, 1), publish).await.expect("committed");
    relay.number().await.expect("numbered");
    assert_eq!(numbered(&runner).await, [(2, 1)], "what is not committed has no number");

    runner.service().go_on.notify_one();
    early.await.expect("ended").expect("committed");
    relay.number().await.expect("numbered");
    assert_eq!(numbered(&runner).await, [(2, 1), (1, 1)], "it comes after all that was seen");
}

testkit::on_both_databases! {
    async fn versions_of_a_subject_come_in_order_though_clocks_disagree(database: TestDatabase) {
        let migrated = database.migrated(Migrations(&[])).await;
        let (hands, _) = testkit::test_clock();
        let at = |clock| runner_by(migrated.clone(), clock);
        let (fast, slow) = (at(Clock::System), at(Clock::Test(hands)));
        // The second version is written by a replica whose clock is years behind.
        fast.run("First", &(1, 1), publish).await.expect("committed");
        slow.run("Second", &(1, 2), publish).await.expect("committed");
        relay(&fast).number().await.expect("numbered");
        assert_eq!(numbered(&fast).await, [(1, 1), (1, 2)]);
    }

    async fn a_batch_cut_between_two_versions_keeps_their_order(database: TestDatabase) {
        let (hands, clock) = testkit::test_clock();
        let runner = runner_by(database.migrated(Migrations(&[])).await, clock);
        // Version 1 bears a later time than 600 others, version 2 an earlier one.
        hands.advance(chrono::TimeDelta::days(1));
        runner.run("First", &(1, 1), publish).await.expect("committed");
        hands.set(testkit::beginning());
        runner.run("Second", &(1, 2), publish).await.expect("committed");
        for other in 0..600 {
            runner.run("Other", &(1000 + other, 1), publish).await.expect("committed");
        }
        let relay = relay(&runner);
        while relay.number().await.expect("numbered") > 0 {}
        let order: Vec<_> = numbered(&runner).await.into_iter().filter(|event| event.0 == 1).collect();
        assert_eq!(order, [(1, 1), (1, 2)]);
    }

    async fn one_relay_numbers_at_a_time(database: TestDatabase) {
        let runner = runner(&database).await;
        let (one, other) = (relay(&runner), relay(&runner));
        runner.run("Publish", &(1, 1), publish).await.expect("committed");
        assert_eq!(one.number().await.expect("numbered"), 1);
        runner.run("Publish", &(2, 1), publish).await.expect("committed");
        // A SQLite file belongs to one process, whose newest relay takes over at once.
        let expected = u64::from(database.engine() == testkit::Engine::Sqlite);
        assert_eq!(other.number().await.expect("asked"), expected);
        assert_eq!(one.number().await.expect("asked"), 1 - expected);
        assert_eq!(numbered(&runner).await, [(1, 1), (2, 1)]);
    }

    async fn another_relay_goes_on_once_the_lease_has_run_out(database: TestDatabase) {
        let (hands, clock) = testkit::test_clock();
        let runner = runner_by(database.migrated(Migrations(&[])).await, clock);
        let (dies, heir) = (relay(&runner), relay(&runner));
        runner.run("Publish", &(1, 1), publish).await.expect("committed");
        assert_eq!(dies.number().await.expect("numbered"), 1);
        runner.run("Publish", &(2, 1), publish).await.expect("committed");
        hands.advance(chrono::TimeDelta::seconds(6));
        assert_eq!(heir.number().await.expect("numbered"), 1);
        assert_eq!(numbered(&runner).await, [(1, 1), (2, 1)]);
    }

    async fn a_reader_misses_nothing_of_writers_at_the_same_time(database: TestDatabase) {
        const WRITERS: u128 = 4;
        const EACH: i64 = 30;
        let runner = runner(&database).await;
        let stop = CancellationToken::new();
        let head = Arc::new(watch::Sender::new(0));
        let feed = Feed::new(runner.database().clone(), &head, stop.clone());
        // As in two replicas: one of them numbers, both could.
        let relays = [Relay::new(runner.clone(), head), relay(&runner)].map(|relay| relay.run(stop.clone()));
        let relays = tokio::spawn(futures_util::future::join_all(relays));
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let runner = runner.clone();
            writers.spawn(async move {
                for version in 1..=EACH {
                    runner.run("Publish", &(writer, version), publish).await.expect("committed");
                }
            });
        }
        let mut seen = Vec::new();
        while seen.len() < usize::try_from(EACH).expect("few") * 4 {
            let after = i64::try_from(seen.len()).expect("few");
            let mut stream = feed.stream(after, |page| page);
            // A new stream after each page: a reader that comes and goes.
            let page = loop {
                let page = stream.next().await.expect("a page").expect("not stopped");
                if !page.events.is_empty() {
                    break page;
                }
            };
            for event in page.events {
                seen.push((event.subject_id.parse::<RawId>().expect("an id").as_u128(), event.subject_version));
                assert_eq!(event.position, i64::try_from(seen.len()).expect("few"), "no gap and no double");
            }
        }
        for writer in 0..WRITERS {
            let versions = seen.iter().filter(|event| event.0 == writer).map(|event| event.1);
            assert!(versions.eq(1..=EACH), "all of one writer's events, in order");
        }
        stop.cancel();
        relays.await.expect("ended");
    }

    async fn a_stream_ends_when_the_service_stops(database: TestDatabase) {
        let runner = runner(&database).await;
        let stop = CancellationToken::new();
        let head = Arc::new(watch::Sender::new(0));
        let mut stream = Feed::new(runner.database().clone(), &head, stop.clone()).stream(0, |page| page);
        assert!(stream.next().await.expect("a sign of life").is_ok());
        stop.cancel();
        assert_eq!(stream.next().await.expect("told").expect_err("ended").code(), tonic::Code::Unavailable);
        assert!(stream.next().await.is_none());
    }

    async fn what_an_operation_published_goes_when_it_refuses(database: TestDatabase) {
        async fn refuse(work: &Work<State>, event: &Event) -> Result<(), platform::error::Error> {
            publish(work, event).await?;
            Err(platform::error::Error::internal("refused"))
        }
        let runner = runner(&database).await;
        runner.run("Refused", &(1, 1), refuse).await.expect_err("refused");
        assert_eq!(relay(&runner).number().await.expect("looked"), 0);
    }
}
