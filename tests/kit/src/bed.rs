//! Services assembled in the test's process, called through their generated clients.

use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use platform::blobs::{Blobs, BlobsConfig};
use platform::clock::{Clock, TestClock};
use platform::db::Migrations;
use platform::error::reason_name;
use platform::ids::Ids;
use platform::jobs::Job;
use platform::lifecycle::Steps;
use platform::rpc::{Limits, LocalRouter, Stack, Transport};
use platform::service::Surroundings;
use proto::common::v1::ErrorReason;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tonic::body::Body;
use tonic::service::RoutesBuilder;
use tonic::transport::ServerTlsConfig;
use tonic::{Code, Status};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, health_server::Health};
use tonic_health::server::HealthReporter;
use tower::ServiceExt as _;

use crate::{Callers, Served, TestDatabase, eventually, test_clock};

/// Services of one process, with everything but sockets: the stack, authentication, relays, inboxes.
pub struct Bed {
    /// Who calls.
    pub callers: Callers,
    /// The clock all of them go by.
    pub hands: TestClock,
    clock: Clock,
    limits: Limits,
    steps: Steps,
    health: HealthReporter,
    routes: RoutesBuilder,
    names: Vec<&'static str>,
    jobs: Vec<Job>,
    router: LocalRouter,
    running: JoinSet<()>,
    files: TempDir,
}

impl Default for Bed {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Bed {
    /// An empty bed.
    ///
    /// # Panics
    /// When no folder for files can be made.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let (hands, clock) = test_clock();
        let (health, health_service) = tonic_health::server::health_reporter();
        let mut routes = RoutesBuilder::default();
        add(&mut routes, health_service);
        Self {
            callers: Callers::new(clock.clone()),
            hands,
            clock,
            limits,
            steps: Steps::default(),
            health,
            routes,
            names: Vec::new(),
            jobs: Vec::new(),
            router: Arc::new(OnceLock::new()),
            running: JoinSet::new(),
            files: tempfile::tempdir().expect("a folder for files"),
        }
    }

    /// What a service is given here, on a database that gets its schema.
    pub async fn surroundings(&self, database: &TestDatabase, migrations: Migrations) -> Surroundings {
        Surroundings {
            database: database.migrated(migrations).await,
            clock: self.clock.clone(),
            ids: Ids::random(),
            authentication: self.callers.authentication(),
            limits: self.limits,
            steps: self.steps.clone(),
            health: self.health.clone(),
        }
    }

    /// Where a service here keeps the contents of files: a folder that goes with the bed.
    ///
    /// # Panics
    /// When the folder is gone.
    #[must_use]
    pub fn blobs(&self) -> Blobs {
        Blobs::open(&BlobsConfig::Folder(self.files.path().to_owned())).expect("the bed's folder")
    }

    /// The folder of [`Bed::blobs`].
    #[must_use]
    pub fn files(&self) -> &Path {
        self.files.path()
    }

    /// The road on which a service here reaches the others.
    #[must_use]
    pub fn transport(&self, service: &'static str) -> Transport {
        Transport::local(&self.router, self.callers.service_identity(service))
    }

    /// Takes in a service: `assemble` adds its rpcs and gives its jobs; the names are those whose readiness is
    /// waited for.
    pub fn take_in(&mut self, names: &'static [&'static str], assemble: impl FnOnce(&mut RoutesBuilder) -> Vec<Job>) {
        self.names.extend(names);
        self.jobs.extend(assemble(&mut self.routes));
    }

    /// Starts all that was taken in, and waits until it is ready.
    ///
    /// # Panics
    /// When it does not become ready.
    pub async fn start(&mut self) {
        let stack = Stack::new(self.callers.authentication(), self.clock.clone(), self.limits);
        let routes = std::mem::take(&mut self.routes).routes();
        let router = routes.into_axum_router().layer(stack);
        assert!(self.router.set(router).is_ok(), "a bed is started once");
        for job in self.jobs.drain(..) {
            self.running.spawn(job.run);
        }
        for name in self.names.clone() {
            let health = HealthClient::new(self.wire());
            eventually(&format!("{name} is ready"), || {
                let mut health = health.clone();
                async move {
                    let request = HealthCheckRequest { service: name.to_owned() };
                    let answer = health.check(request).await;
                    answer.is_ok_and(|answer| answer.get_ref().status() == ServingStatus::Serving)
                }
            })
            .await;
        }
    }

    /// Stops all that runs, as if the process had been killed.
    pub async fn stop(&mut self) {
        self.running.shutdown().await;
    }

    /// The road for generated clients.
    #[must_use]
    pub fn wire(&self) -> Wire {
        Wire(Arc::clone(&self.router))
    }

    /// Serves what was started at an address too; `127.0.0.1:0` is any port.
    ///
    /// # Panics
    /// When it was not started, or the address is taken.
    pub async fn served(&self, address: SocketAddr, tls: Option<ServerTlsConfig>) -> Served {
        Served::start(self.router.get().expect("the bed was started").clone(), address, tls).await
    }

    /// The steps of the stop, to be told by hand.
    #[must_use]
    pub fn steps(&self) -> &Steps {
        &self.steps
    }
}

fn add<H: Health>(routes: &mut RoutesBuilder, service: tonic_health::pb::health_server::HealthServer<H>) {
    routes.add_service(service);
}

/// A road for generated clients into the services of a [`Bed`].
#[derive(Clone)]
pub struct Wire(LocalRouter);

impl tower::Service<http::Request<Body>> for Wire {
    type Response = http::Response<Body>;
    type Error = Status;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Status>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let router = self.0.get().expect("the bed was started").clone();
        Box::pin(async move {
            let answer = router.oneshot(request).await;
            answer.map(|response| response.map(Body::new)).map_err(|never| match never {})
        })
    }
}

/// Fails unless the answer is a refusal of this code and reason that tells the field at fault (if one is
/// named here), and what to do in both languages.
///
/// # Panics
/// When the answer is not that refusal.
pub fn assert_refused<T: std::fmt::Debug>(
    answer: Result<tonic::Response<T>, Status>,
    code: Code,
    reason: ErrorReason,
    field: &str,
) {
    assert_status(&answer.expect_err("a refusal"), code, reason, field);
}

/// The same for a status.
///
/// # Panics
/// When the status is not that refusal.
pub fn assert_status(status: &Status, code: Code, reason: ErrorReason, field: &str) {
    use tonic_types::StatusExt as _;
    let told = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
    assert_eq!((status.code(), told.as_str()), (code, reason_name(reason)), "{status:?}");
    let localized = status.get_details_localized_message().expect("a text for people").message;
    assert!(!localized.is_empty() && !status.message().is_empty());
    if !field.is_empty() {
        let violations = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
        assert!(violations.iter().any(|violation| violation.field == field), "{field} is not among {violations:?}");
    }
}
