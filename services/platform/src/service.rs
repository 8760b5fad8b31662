//! What a service is given, and what is the same for all of them.

use std::sync::Arc;

use tokio::sync::watch;
use tonic_health::server::HealthReporter;

use crate::access::authentication::Authentication;
use crate::access::{Policy, Units};
use crate::clock::Clock;
use crate::db::{Database, Migrations};
use crate::ids::Ids;
use crate::jobs::{self, Job};
use crate::lifecycle::Steps;
use crate::operation::{Digests, Runner, RunnerParts};
use crate::outbox::{Feed, Relay};
use crate::rpc::{Limits, Readiness};

/// What a service is given by the program that runs it.
pub struct Surroundings {
    /// Its database, connected.
    pub database: Database,
    /// Where time comes from.
    pub clock: Clock,
    /// Where identities come from.
    pub ids: Ids,
    /// What verifies tokens.
    pub authentication: Arc<Authentication>,
    /// Limits of its server.
    pub limits: Limits,
    /// The steps of the process's stop.
    pub steps: Steps,
    /// Where its readiness is told.
    pub health: HealthReporter,
}

/// What names a service, and what it can and may do.
pub struct Description<S> {
    /// Name, such as `registry`.
    pub name: &'static str,
    /// Full names of its gRPC services.
    pub grpc_names: &'static [&'static str],
    /// Who may do what.
    pub policy: Policy,
    /// Its schema.
    pub migrations: Migrations,
    /// How requests are told apart.
    pub digests: Digests,
    /// Its own state.
    pub state: S,
}

/// What every service stands on, assembled: what runs its operations, its feed, its standing jobs.
pub struct Foundation<S> {
    /// What runs its operations.
    pub runner: Runner<S>,
    /// Its feed.
    pub feed: Feed,
    /// Relay, readiness and housekeeping.
    pub jobs: Vec<Job>,
    /// Limits of its server.
    pub limits: Limits,
    /// The steps of the process's stop.
    pub steps: Steps,
}

impl<S: Send + Sync + 'static> Foundation<S> {
    /// Assembles.
    pub fn new(given: Surroundings, description: Description<S>) -> Self {
        let Surroundings { database, clock, ids, authentication, limits, steps, health } = given;
        let Description { name, grpc_names, policy, migrations, digests, state } = description;
        let units = Units::default();
        let parts = RunnerParts { name, database, clock, ids, policy, units, digests, service: state };
        let runner = Runner::stopped_by(steps.no_calls.clone(), parts);
        let head = Arc::new(watch::Sender::new(0));
        let feed = Feed::new(runner.database().clone(), &head, steps.no_calls.clone());
        let relay = Relay::new(runner.clone(), head);
        let readiness = Readiness { runner: runner.clone(), migrations, authentication, names: grpc_names };
        let jobs = vec![
            Job::new(format!("{name}: relay"), relay.run(steps.no_jobs.clone())),
            Job::new(format!("{name}: readiness"), {
                let (unready, no_calls) = (steps.unready.clone(), steps.no_calls.clone());
                async move {
                    readiness.watch(&health, unready).await;
                    no_calls.cancelled().await;
                    readiness.end(health).await;
                }
            }),
            Job::new(format!("{name}: old replays"), jobs::forget_replays(runner.clone(), steps.no_jobs.clone())),
        ];
        Self { runner, feed, jobs, limits, steps }
    }
}
