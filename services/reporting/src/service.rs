//! Reporting, assembled.

use std::time::Duration;

use platform::jobs::Job;
use platform::operation::Digests;
use platform::outbox::Inbox;
use platform::rpc::{MAX_FEED_MESSAGE_BYTES, Transport};
use platform::service::{Description, Foundation, Surroundings};
use proto::registry::v1::producer_service_client::ProducerServiceClient;
use proto::reporting::v1::dashboard_service_server::DashboardServiceServer;
use proto::reporting::v1::link_service_server::LinkServiceServer;
use proto::reporting::v1::report_file_service_server::ReportFileServiceServer;
use proto::reporting::v1::report_service_server::ReportServiceServer;
use proto::reporting::v1::reporting_service_server::ReportingServiceServer;
use proto::reporting::v1::submission_service_server::SubmissionServiceServer;
use proto::reporting::v1::target_service_server::TargetServiceServer;
use tokio_util::sync::CancellationToken;
use tonic::service::RoutesBuilder;

use crate::earlier::EarlierMaps;
use crate::evaluation::Evaluation;
use crate::events::{EvaluationFeed, RegistryFeed, TrainingFeed, from_evaluation, from_registry, from_training};
use crate::flags::ask_whom_they_are_led_by;
use crate::link::{Link, LinkFault, Linked};
use crate::memory::Memory;
use crate::ops::{EnterBuiltInTargets, enter_built_in_targets};
use crate::policy::POLICY;
use crate::posting::stay_on_map;
use crate::rpc::{Rpc, feed_service};
use crate::{Runner, State, sending, store};

/// How long a step at the start waits before it is tried again.
const TRIED_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Whom reporting follows.
pub struct Peers {
    /// Registry.
    pub registry: Transport,
    /// Evaluation.
    pub evaluation: Transport,
    /// Training.
    pub training: Transport,
}

/// Reporting, ready to be served.
pub struct Service {
    foundation: Foundation<State>,
    peers: Peers,
}

impl Service {
    /// Name of the service.
    pub const NAME: &'static str = "reporting";

    /// Full names of its gRPC services.
    pub const GRPC_NAMES: &'static [&'static str] = &[
        "ocop.reporting.v1.ReportingService",
        "ocop.reporting.v1.DashboardService",
        "ocop.reporting.v1.TargetService",
        "ocop.reporting.v1.ReportService",
        "ocop.reporting.v1.ReportFileService",
        "ocop.reporting.v1.LinkService",
        "ocop.reporting.v1.SubmissionService",
        "ocop.reporting.v1.FeedService",
    ];

    /// Its schema.
    pub const MIGRATIONS: platform::db::Migrations = store::MIGRATIONS;

    /// Assembles reporting, linked to no other installation.
    #[must_use]
    pub fn new(given: Surroundings, peers: Peers) -> Self {
        Self::assemble(given, peers, Link::None)
    }

    /// Assembles reporting, linked to other installations.
    ///
    /// # Errors
    /// When the keys are none.
    pub fn linked(given: Surroundings, peers: Peers, linked: Linked) -> Result<Self, LinkFault> {
        Ok(Self::assemble(given, peers, Link::new(linked)?))
    }

    fn assemble(given: Surroundings, peers: Peers, link: Link) -> Self {
        let description = Description {
            name: Self::NAME,
            grpc_names: Self::GRPC_NAMES,
            policy: POLICY,
            migrations: Self::MIGRATIONS,
            digests: Digests::Plain,
            state: State {
                cells: Memory::default(),
                maps: Memory::default(),
                earlier: EarlierMaps::new(peers.registry.clone()),
                clock: given.clock.clone(),
                link,
                evaluation: Evaluation::new(peers.evaluation.clone()),
            },
        };
        Self { foundation: Foundation::new(given, description), peers }
    }

    /// Adds its rpcs.
    pub fn add_routes(&self, routes: &mut RoutesBuilder) {
        let Foundation { runner, feed, limits, .. } = &self.foundation;
        let rpc = ReportingServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = TargetServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = DashboardServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ReportServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ReportFileServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = LinkServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(MAX_FEED_MESSAGE_BYTES));
        let rpc = SubmissionServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(MAX_FEED_MESSAGE_BYTES));
        routes.add_service(feed_service::server(runner.clone(), feed.clone()));
    }

    /// What it does of its own accord.
    #[must_use]
    pub fn into_jobs(self) -> Vec<Job> {
        let Peers { registry, evaluation, training } = self.peers;
        let Foundation { runner, mut jobs, steps, .. } = self.foundation;
        let stop = || steps.no_jobs.clone();
        jobs.push(Job::new("reporting: targets built in", targets_entered(runner.clone(), stop())));
        let flags = ask_whom_they_are_led_by(runner.clone(), ProducerServiceClient::new(registry.clone()), stop());
        jobs.push(Job::new("reporting: ask whom producers are led by", flags));
        jobs.push(Job::new("reporting: keep sums on the map", stay_on_map(runner.clone(), stop())));
        let inbox = Inbox::of_many("registry", RegistryFeed::new(registry), runner.clone(), from_registry);
        jobs.push(Job::new("reporting: events of registry", inbox.run(stop())));
        let inbox = Inbox::of_many("evaluation", EvaluationFeed::new(evaluation), runner.clone(), from_evaluation);
        jobs.push(Job::new("reporting: events of evaluation", inbox.run(stop())));
        let inbox = Inbox::of_many("training", TrainingFeed::new(training), runner.clone(), from_training);
        jobs.push(Job::new("reporting: events of training", inbox.run(stop())));
        if runner.service().link.province().is_ok() {
            jobs.push(Job::new("reporting: submissions to the ministry", sending::run(runner, stop())));
        }
        jobs
    }
}

/// Records the targets built in, once at the start.
async fn targets_entered(runner: Runner, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match runner.run("EnterBuiltInTargets", &EnterBuiltInTargets, enter_built_in_targets).await {
            Ok(entered) => {
                tracing::info!(entered, "the targets built in are recorded");
                stop.cancelled().await;
            }
            Err(error) => {
                tracing::warn!(%error, "could not record the targets built in; trying again");
                tokio::select! {
                    () = tokio::time::sleep(TRIED_AGAIN_AFTER) => {}
                    () = stop.cancelled() => {}
                }
            }
        }
    }
}
