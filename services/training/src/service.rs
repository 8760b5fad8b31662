//! Training, assembled.

use platform::jobs::Job;
use platform::operation::Digests;
use platform::outbox::Inbox;
use platform::rpc::Transport;
use platform::service::{Description, Foundation, Surroundings};
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::registry::v1::management_service_client::ManagementServiceClient;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::training::v1::check_in_service_server::CheckInServiceServer;
use proto::training::v1::completion_service_server::CompletionServiceServer;
use proto::training::v1::figure_service_server::FigureServiceServer;
use proto::training::v1::learner_list_service_server::LearnerListServiceServer;
use proto::training::v1::plan_service_server::PlanServiceServer;
use proto::training::v1::training_service_server::TrainingServiceServer;
use tonic::service::RoutesBuilder;

use crate::events::{EvaluationFeed, RegistryFeed, from_evaluation, from_registry, officials_from_registry};
use crate::policy::POLICY;
use crate::rpc::{Rpc, feed_service};
use crate::{State, store};

/// Whom training follows, and asks for names.
pub struct Peers {
    /// Registry: units, producers and who leads them, officials.
    pub registry: Transport,
    /// Evaluation: certificates, councils.
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
    pub const GRPC_NAMES: &'static [&'static str] = &[
        "ocop.training.v1.TrainingService",
        "ocop.training.v1.PlanService",
        "ocop.training.v1.LearnerListService",
        "ocop.training.v1.CheckInService",
        "ocop.training.v1.CompletionService",
        "ocop.training.v1.FigureService",
        "ocop.training.v1.FeedService",
    ];

    /// Its schema.
    pub const MIGRATIONS: platform::db::Migrations = store::MIGRATIONS;

    /// Assembles training.
    #[must_use]
    pub fn new(given: Surroundings, peers: Peers) -> Self {
        let state = State::asking(&peers);
        let description = Description {
            name: Self::NAME,
            grpc_names: Self::GRPC_NAMES,
            policy: POLICY,
            migrations: Self::MIGRATIONS,
            digests: Digests::Plain,
            state,
        };
        Self { foundation: Foundation::new(given, description), peers }
    }

    /// Adds its rpcs.
    pub fn add_routes(&self, routes: &mut RoutesBuilder) {
        let Foundation { runner, feed, limits, .. } = &self.foundation;
        let rpc = TrainingServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = PlanServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = LearnerListServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = CheckInServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = CompletionServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = FigureServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        routes.add_service(feed_service::server(runner.clone(), feed.clone()));
    }

    /// What it does of its own accord.
    #[must_use]
    pub fn into_jobs(self) -> Vec<Job> {
        let Foundation { runner, mut jobs, steps, .. } = self.foundation;
        let feed = RegistryFeed::new(self.peers.registry.clone());
        let officials = Inbox::new("registry_officials", feed, runner.clone(), officials_from_registry);
        let registry = Inbox::new("registry", RegistryFeed::new(self.peers.registry), runner.clone(), from_registry);
        let evaluation = Inbox::new("evaluation", EvaluationFeed::new(self.peers.evaluation), runner, from_evaluation);
        jobs.push(Job::new("training: events of registry", registry.run(steps.no_jobs.clone())));
        let officials = officials.run(steps.no_jobs.clone());
        jobs.push(Job::new("training: events of registry about officials", officials));
        jobs.push(Job::new("training: events of evaluation", evaluation.run(steps.no_jobs)));
        jobs
    }
}

impl State {
    /// Asks these, in the name of whoever makes the present call.
    pub(crate) fn asking(peers: &Peers) -> Self {
        let registry = peers.registry.clone().for_the_caller();
        Self {
            registry: RegistryServiceClient::new(registry.clone()),
            management: ManagementServiceClient::new(registry),
            evaluation: EvaluationServiceClient::new(peers.evaluation.clone().for_the_caller()),
        }
    }
}
