//! Each service tells on its own whether it can work, and finds out by itself when that changes.

use std::sync::Arc;

use platform::access::authentication::{Authentication, Issuer, KeySource};
use platform::access::{Policy, UnitTable, Units};
use platform::db::{Database, Migration, Migrations};
use platform::ids::Ids;
use platform::operation::{Digests, Runner, RunnerParts};
use platform::rpc::Readiness;
use sea_orm::ConnectionTrait as _;
use testkit::{Callers, Engine, Postgres, TestDatabase, eventually};
use tokio_util::sync::CancellationToken;
use tonic::Request;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_server::Health;
use tonic_health::server::HealthReporter;

const MIGRATIONS: Migrations =
    Migrations(&[Migration { name: "test_0001_thing", sql: "CREATE TABLE thing (id integer PRIMARY KEY);" }]);

/// The health of a process, and its services.
struct Process {
    reporter: HealthReporter,
    stop: CancellationToken,
}

impl Process {
    fn new() -> Self {
        Self { reporter: HealthReporter::new(), stop: CancellationToken::new() }
    }

    fn watch(&self, readiness: Readiness<()>) {
        let (reporter, stop) = (self.reporter.clone(), self.stop.clone());
        tokio::spawn(async move { readiness.watch(&reporter, stop).await });
    }

    async fn status(&self, service: &str) -> Option<ServingStatus> {
        let health = tonic_health::server::HealthService::from_health_reporter(self.reporter.clone());
        let answer = health.check(Request::new(HealthCheckRequest { service: service.to_owned() })).await;
        answer.ok().map(|answer| answer.get_ref().status())
    }

    async fn becomes(&self, service: &str, status: ServingStatus) {
        eventually(&format!("{service} is {status:?}"), || async { self.status(service).await == Some(status) }).await;
    }
}

/// A service on a database, that knows its units.
fn service(names: &'static [&'static str], database: Database) -> Readiness<()> {
    let (_, clock) = testkit::test_clock();
    let units = Units::default();
    units.replace(UnitTable::new(1, []).expect("no units overlap"));
    let authentication = Callers::new(clock.clone()).authentication();
    let runner = Runner::new(RunnerParts {
        name: names[0],
        database,
        clock,
        ids: Ids::random(),
        policy: Policy::new(&[]),
        units,
        digests: Digests::Plain,
        service: (),
    });
    Readiness { runner, migrations: MIGRATIONS, authentication, names }
}

testkit::on_both_databases! {
    async fn a_service_without_its_schema_waits_for_it_alone(database: TestDatabase) {
        let process = Process::new();
        let waiting = database.open().await;
        Migrations(&[]).apply(&waiting).await.expect("the platform's part");
        let readiness = service(&["waiting", "waiting.feed"], waiting.clone());
        let fault = readiness.fault().await.expect("a fault");
        assert!(fault.contains("test_0001_thing") && fault.contains("ocop migrate"), "{fault}");
        process.watch(readiness);
        let ready = database.another().await;
        process.watch(service(&["ready"], ready.migrated(MIGRATIONS).await));
        process.becomes("ready", ServingStatus::Serving).await;
        for name in ["waiting", "waiting.feed"] {
            assert_eq!(process.status(name).await, Some(ServingStatus::NotServing), "{name}");
        }
        MIGRATIONS.apply(&waiting).await.expect("migrated");
        process.becomes("waiting", ServingStatus::Serving).await;
        process.becomes("waiting.feed", ServingStatus::Serving).await;
        process.stop.cancel();
        process.becomes("waiting.feed", ServingStatus::NotServing).await;
        process.becomes("ready", ServingStatus::NotServing).await;
    }

    async fn a_schema_newer_than_the_program_is_no_fault(database: TestDatabase) {
        let database = database.migrated(MIGRATIONS).await;
        let older = Readiness { migrations: Migrations(&[]), ..service(&["older"], database) };
        assert_eq!(older.fault().await, None);
    }

    async fn what_keeps_a_service_from_working_is_named(database: TestDatabase) {
        let keyless = Issuer { name: "i".into(), keys: KeySource::File("/nowhere".into()), vouches_for_services: false };
        let (_, clock) = testkit::test_clock();
        let authentication = Arc::new(Authentication::new(vec![keyless], clock.clone()));
        let database = database.migrated(MIGRATIONS).await;
        let keyless = Readiness { authentication, ..service(&["keyless"], database.clone()) };
        assert_eq!(keyless.fault().await.as_deref(), Some("the keys that verify tokens could not be had"));
        let parts = RunnerParts {
            name: "unitless",
            database: database.clone(),
            clock,
            ids: Ids::random(),
            policy: Policy::new(&[]),
            units: Units::default(),
            digests: Digests::Plain,
            service: (),
        };
        let unitless = Readiness { runner: Runner::new(parts), ..service(&["unitless"], database.clone()) };
        assert_eq!(unitless.fault().await.as_deref(), Some("the units are not known yet"));
        let gone = service(&["gone"], database.clone());
        assert_eq!(gone.fault().await, None);
        database.close().await;
        assert!(gone.fault().await.is_some_and(|fault| fault.starts_with("the database does not answer")));
    }
}

/// A file does not go away; a server may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_whose_database_goes_away_is_back_with_it_postgres() {
    let process = Process::new();
    let (mine, others) = (TestDatabase::new(Engine::Postgres).await, TestDatabase::new(Engine::Postgres).await);
    process.watch(service(&["mine"], mine.migrated(MIGRATIONS).await));
    process.watch(service(&["others"], others.migrated(MIGRATIONS).await));
    process.becomes("mine", ServingStatus::Serving).await;
    process.becomes("others", ServingStatus::Serving).await;

    let url = mine.config().url;
    let name = url.rsplit('/').find_map(|part| part.split('?').next().filter(|name| name.starts_with("test_")));
    let name = name.expect("a database's name");
    let admin = sea_orm::Database::connect(Postgres::shared().url("postgres")).await.expect("the server");
    let run = async |sql: String| admin.execute_unprepared(&sql).await.map(|_| ()).expect("done");
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    process.becomes("mine", ServingStatus::NotServing).await;
    assert_eq!(process.status("others").await, Some(ServingStatus::Serving));
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    process.becomes("mine", ServingStatus::Serving).await;
}
