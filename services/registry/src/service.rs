//! Registry, assembled.

use std::sync::Arc;
use std::time::Duration;

use platform::blobs::{Blobs, collect_hourly};
use platform::error::Error;
use platform::jobs::Job;
use platform::operation::Digests;
use platform::outbox::Inbox;
use platform::rpc::Transport;
use platform::service::{Description, Foundation, Surroundings};
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::register_service_client::RegisterServiceClient;
use proto::registry::v1::export_service_server::ExportServiceServer;
use proto::registry::v1::import_service_server::ImportServiceServer;
use proto::registry::v1::management_service_server::ManagementServiceServer;
use proto::registry::v1::producer_service_server::ProducerServiceServer;
use proto::registry::v1::product_file_service_server::ProductFileServiceServer;
use proto::registry::v1::programme_service_server::ProgrammeServiceServer;
use proto::registry::v1::registry_service_server::RegistryServiceServer;
use proto::registry::v1::retention_service_server::RetentionServiceServer;
use proto::registry::v1::search_service_server::SearchServiceServer;
use proto::registry::v1::unit_service_server::UnitServiceServer;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tonic::service::RoutesBuilder;

use crate::domain::units::UnsoundUnits;
use crate::events::{EvaluationFeed, from_evaluation};
use crate::jobs::collect;
use crate::ops::{
    EndImports, EraseEnded, MakeSearchable, PublishUnits, end_imports, erase_ended, make_searchable, publish_units,
};
use crate::policy::POLICY;
use crate::rpc::{Rpc, feed_service};
use crate::units_in_use::UnitsInUse;
use crate::{MOST_UPLOADS_AT_ONCE, Runner, State, store};

/// How often it is looked whether units have other names.
const LOOKED_AT_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// How often it is looked what is kept no longer.
const ERASED_EVERY: Duration = Duration::from_secs(3600);

/// How long a step at the start waits before it is tried again.
const TRIED_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Whom registry follows, and asks where a sheet holds what is not registry's.
pub struct Peers {
    /// Evaluation: certificates, recognitions under earlier rules, dossiers.
    pub evaluation: Transport,
}

/// Registry, ready to be served.
pub struct Service {
    foundation: Foundation<State>,
    peers: Peers,
}

impl Service {
    /// Name of the service.
    pub const NAME: &'static str = "registry";

    /// Full names of its gRPC services.
    pub const GRPC_NAMES: &'static [&'static str] = &[
        "ocop.registry.v1.RegistryService",
        "ocop.registry.v1.UnitService",
        "ocop.registry.v1.ProducerService",
        "ocop.registry.v1.ProductFileService",
        "ocop.registry.v1.SearchService",
        "ocop.registry.v1.ProgrammeService",
        "ocop.registry.v1.ManagementService",
        "ocop.registry.v1.RetentionService",
        "ocop.registry.v1.ImportService",
        "ocop.registry.v1.ExportService",
        "ocop.registry.v1.FeedService",
    ];

    /// Its schema.
    pub const MIGRATIONS: platform::db::Migrations = store::MIGRATIONS;

    /// Assembles registry, which keeps the contents of files among the blobs, in a part of their store that is its own.
    ///
    /// # Errors
    /// When the units built in are not sound: nobody may be registered by such ones.
    pub fn new(given: Surroundings, peers: Peers, blobs: &Blobs) -> Result<Self, UnsoundUnits> {
        let in_her_name = peers.evaluation.clone().for_the_caller();
        let state = State {
            units: UnitsInUse::built_in()?,
            uploads: Arc::new(Semaphore::new(MOST_UPLOADS_AT_ONCE)),
            blobs: blobs.within(Self::NAME),
            pictures: Arc::new(Semaphore::new(1)),
            evaluation: EvaluationServiceClient::new(in_her_name.clone()),
            register: RegisterServiceClient::new(in_her_name),
        };
        let description = Description {
            name: Self::NAME,
            grpc_names: Self::GRPC_NAMES,
            policy: POLICY,
            migrations: Self::MIGRATIONS,
            digests: Digests::Plain,
            state,
        };
        Ok(Self { foundation: Foundation::new(given, description), peers })
    }

    /// Adds its rpcs.
    pub fn add_routes(&self, routes: &mut RoutesBuilder) {
        let Foundation { runner, feed, limits, .. } = &self.foundation;
        let rpc = RegistryServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = UnitServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ProducerServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ProductFileServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = SearchServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ProgrammeServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ManagementServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = RetentionServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ImportServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ExportServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        routes.add_service(feed_service::server(runner.clone(), feed.clone()));
    }

    /// What erases what is recorded of persons, to be done by hand.
    #[must_use]
    pub fn retention(&self) -> Retention {
        Retention(self.foundation.runner.clone())
    }

    /// What collects files that nobody needs, to be done by hand.
    #[must_use]
    pub fn collector(&self) -> Collector {
        Collector(self.foundation.runner.clone())
    }

    /// What it does of its own accord.
    #[must_use]
    pub fn into_jobs(self) -> Vec<Job> {
        let Foundation { runner, mut jobs, steps, .. } = self.foundation;
        let stop = steps.no_jobs;
        let evaluation =
            Inbox::new("evaluation", EvaluationFeed::new(self.peers.evaluation), runner.clone(), from_evaluation);
        jobs.push(Job::new("registry: events of evaluation", evaluation.run(stop.clone())));
        jobs.push(Job::new("registry: make searchable", stay_searchable(runner.clone(), stop.clone())));
        jobs.push(Job::new("registry: retention", erase_ended_hourly(Retention(runner.clone()), stop.clone())));
        let collecting = collect_hourly(runner.clone(), stop.clone(), async |runner| collect(&runner).await);
        jobs.push(Job::new("registry: files", collecting));
        jobs.push(Job::new("registry: publish units", async move {
            while !stop.is_cancelled() && !published(&runner).await {
                tokio::select! {
                    () = tokio::time::sleep(TRIED_AGAIN_AFTER) => {}
                    () = stop.cancelled() => {}
                }
            }
            stop.cancelled().await;
        }));
        jobs
    }
}

/// Erases what is recorded of persons once its time is over, in records and in lines of sheets; a standing job does it
/// every hour.
pub struct Retention(Runner);

impl Retention {
    /// Does it now; tells of how many persons something was erased.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn run(&self) -> Result<u64, Error> {
        while self.0.run("EndImports", &EndImports, end_imports).await? {}
        self.0.run("EraseEnded", &EraseEnded, erase_ended).await
    }
}

async fn erase_ended_hourly(retention: Retention, stop: CancellationToken) {
    loop {
        match retention.run().await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "erased what was recorded of persons longer than it is kept"),
            Err(error) => tracing::warn!(%error, "could not erase what is kept no longer; trying again in an hour"),
        }
        tokio::select! {
            () = tokio::time::sleep(ERASED_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Gives up uploads that were abandoned and the contents of files that were removed; a standing job does it every hour.
pub struct Collector(Runner);

impl Collector {
    /// Does it now.
    ///
    /// # Errors
    /// When the database or the store of files does not answer.
    pub async fn collect(&self) -> Result<(), Error> {
        collect(&self.0).await
    }
}

async fn published(runner: &Runner) -> bool {
    match runner.run("PublishUnits", &PublishUnits, publish_units).await {
        Ok(published) => {
            tracing::info!(published, "the units built in are in the register");
            true
        }
        Err(error) => {
            tracing::warn!(%error, "could not publish the units; trying again");
            false
        }
    }
}

/// Makes what is found by the search box where it is missing, and anew where units have other names.
async fn stay_searchable(runner: Runner, stop: CancellationToken) {
    let mut done_at = None;
    while !stop.is_cancelled() {
        let version = runner.units().table().version();
        if done_at != Some(version) && all_searchable(&runner, &stop).await {
            done_at = Some(version);
        }
        tokio::select! {
            () = tokio::time::sleep(LOOKED_AT_AGAIN_AFTER) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn all_searchable(runner: &Runner, stop: &CancellationToken) -> bool {
    let mut made = 0;
    while !stop.is_cancelled() {
        match runner.run("MakeSearchable", &MakeSearchable, make_searchable).await {
            Ok(0) if made == 0 => return true,
            Ok(0) => {
                tracing::info!(made, "producers and products are found by what they are called now");
                return true;
            }
            Ok(more) => made += more,
            Err(error) => {
                tracing::warn!(%error, "could not make producers and products searchable; trying again");
                return false;
            }
        }
    }
    false
}
