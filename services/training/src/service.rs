//! Training, assembled.

use platform::jobs::Job;
use platform::operation::Digests;
use platform::outbox::Inbox;
use platform::rpc::Transport;
use platform::service::{Description, Foundation, Surroundings};
use proto::training::v1::training_service_server::TrainingServiceServer;
use tonic::service::RoutesBuilder;

use crate::events::{EvaluationFeed, RegistryFeed, from_evaluation, from_registry};
use crate::policy::POLICY;
use crate::rpc::{Rpc, feed_service};
use crate::{State, store};

/// Whom training follows. It asks nobody.
pub struct Peers {
    /// Registry: units, producers and who leads them.
    pub registry: Transport,
    /// Evaluation: certificates.
    pub evaluation: Transport,
}

/// Training, ready to be served.
pub struct Service {
    foundation: Foundation<State>,
    peers: Peers,
}

impl Service {
    /// Name of the service.
    pub const NAME: &'static str = "training";

    /// Full names of its gRPC services.
    pub const GRPC_NAMES: &'static [&'static str] =
        &["ocop.training.v1.TrainingService", "ocop.training.v1.FeedService"];

    /// Its schema.
    pub const MIGRATIONS: platform::db::Migrations = store::MIGRATIONS;

    /// Assembles training.
    #[must_use]
    pub fn new(given: Surroundings, peers: Peers) -> Self {
        let description = Description {
            name: Self::NAME,
            grpc_names: Self::GRPC_NAMES,
            policy: POLICY,
            migrations: Self::MIGRATIONS,
            digests: Digests::Plain,
            state: State,
        };
        Self { foundation: Foundation::new(given, description), peers }
    }

    /// Adds its rpcs.
    pub fn add_routes(&self, routes: &mut RoutesBuilder) {
        let Foundation { runner, feed, limits, .. } = &self.foundation;
        let rpc = TrainingServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        routes.add_service(feed_service::server(runner.clone(), feed.clone()));
    }

    /// What it does of its own accord.
    #[must_use]
    pub fn into_jobs(self) -> Vec<Job> {
        let Foundation { runner, mut jobs, steps, .. } = self.foundation;
        let registry = Inbox::new("registry", RegistryFeed::new(self.peers.registry), runner.clone(), from_registry);
        let evaluation = Inbox::new("evaluation", EvaluationFeed::new(self.peers.evaluation), runner, from_evaluation);
        jobs.push(Job::new("training: events of registry", registry.run(steps.no_jobs.clone())));
        jobs.push(Job::new("training: events of evaluation", evaluation.run(steps.no_jobs)));
        jobs
    }
}
