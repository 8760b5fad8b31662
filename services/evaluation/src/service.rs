//! Evaluation, assembled.

use platform::blobs::{Blobs, collect_hourly};
use platform::error::Error;
use platform::jobs::Job;
use platform::operation::Digests;
use platform::outbox::Inbox;
use platform::rpc::Transport;
use platform::sealing::MasterKeys;
use platform::service::{Description, Foundation, Surroundings};
use proto::evaluation::v1::agenda_service_server::AgendaServiceServer;
use proto::evaluation::v1::ballot_service_server::BallotServiceServer;
use proto::evaluation::v1::complaint_service_server::ComplaintServiceServer;
use proto::evaluation::v1::council_service_server::CouncilServiceServer;
use proto::evaluation::v1::dossier_service_server::DossierServiceServer;
use proto::evaluation::v1::evaluation_service_server::EvaluationServiceServer;
use proto::evaluation::v1::evidence_service_server::EvidenceServiceServer;
use proto::evaluation::v1::form_service_server::FormServiceServer;
use proto::evaluation::v1::inspection_service_server::InspectionServiceServer;
use proto::evaluation::v1::minutes_service_server::MinutesServiceServer;
use proto::evaluation::v1::parcel_service_server::ParcelServiceServer;
use proto::evaluation::v1::redo_service_server::RedoServiceServer;
use proto::evaluation::v1::register_service_server::RegisterServiceServer;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::training::v1::completion_service_client::CompletionServiceClient;
use tonic::service::RoutesBuilder;

use crate::agenda::Agenda;
use crate::domain::calendar::Calendar;
use crate::domain::checklist::Documents;
use crate::domain::criteria::{Catalogue, Faults};
use crate::domain::inspection_risk::RiskSettings;
use crate::domain::round::Rounds;
use crate::domain::workflow::Workflows;
use crate::events::{RegistryFeed, from_registry, persons_from_registry};
use crate::jobs::collect;
use crate::policy::POLICY;
use crate::rpc::{Rpc, feed_service};
use crate::{Runner, State, store};

/// Whom evaluation asks and follows.
pub struct Peers {
    /// Registry.
    pub registry: Transport,
    /// Training: whether members of councils are trained.
    pub training: Transport,
}

/// Evaluation, ready to be served.
pub struct Service {
    foundation: Foundation<State>,
    agenda: Agenda,
    registry: Transport,
}

impl Service {
    /// Name of the service.
    pub const NAME: &'static str = "evaluation";

    /// Full names of its gRPC services.
    pub const GRPC_NAMES: &'static [&'static str] = &[
        "ocop.evaluation.v1.EvaluationService",
        "ocop.evaluation.v1.DossierService",
        "ocop.evaluation.v1.BallotService",
        "ocop.evaluation.v1.MinutesService",
        "ocop.evaluation.v1.CouncilService",
        "ocop.evaluation.v1.EvidenceService",
        "ocop.evaluation.v1.AgendaService",
        "ocop.evaluation.v1.FormService",
        "ocop.evaluation.v1.RegisterService",
        "ocop.evaluation.v1.ComplaintService",
        "ocop.evaluation.v1.InspectionService",
        "ocop.evaluation.v1.RedoService",
        "ocop.evaluation.v1.ParcelService",
        "ocop.evaluation.v1.FeedService",
    ];

    /// Its schema.
    pub const MIGRATIONS: platform::db::Migrations = store::MIGRATIONS;

    /// Assembles evaluation, which keeps the contents of files among the blobs; the keys seal ballots until their
    /// scoring closes.
    ///
    /// # Errors
    /// When the facts built in are not sound: nobody may be scored or hurried by such ones.
    pub fn new(given: Surroundings, peers: Peers, blobs: Blobs, keys: MasterKeys) -> Result<Self, Faults> {
        let digests = Digests::Keyed(keys.mac_keys("requests"));
        let catalogue = Catalogue::built_in()?;
        let state = State {
            workflows: Workflows::built_in(&catalogue)?,
            rounds: Rounds::built_in()?,
            calendar: Calendar::built_in()?,
            catalogue,
            master_keys: keys,
            registry: RegistryServiceClient::new(peers.registry.clone()),
            training: CompletionServiceClient::new(peers.training),
            documents: Documents::built_in()?,
            inspection_risk: RiskSettings::built_in()?,
            blobs,
        };
        let description = Description {
            name: Self::NAME,
            grpc_names: Self::GRPC_NAMES,
            policy: POLICY,
            migrations: Self::MIGRATIONS,
            digests,
            state,
        };
        let foundation = Foundation::new(given, description);
        Ok(Self { agenda: Agenda::new(foundation.runner.clone()), foundation, registry: peers.registry })
    }

    /// Adds its rpcs.
    pub fn add_routes(&self, routes: &mut RoutesBuilder) {
        let Foundation { runner, feed, limits, .. } = &self.foundation;
        let rpc = EvaluationServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = DossierServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = BallotServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = MinutesServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = CouncilServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let evidence = EvidenceServiceServer::new(Rpc(runner.clone()));
        routes.add_service(evidence.max_decoding_message_size(limits.max_message_bytes));
        let agenda = AgendaServiceServer::new(Rpc(runner.clone()));
        routes.add_service(agenda.max_decoding_message_size(limits.max_message_bytes));
        let forms = FormServiceServer::new(Rpc(runner.clone()));
        routes.add_service(forms.max_decoding_message_size(limits.max_message_bytes));
        let rpc = RegisterServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ComplaintServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = InspectionServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = RedoServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        let rpc = ParcelServiceServer::new(Rpc(runner.clone()));
        routes.add_service(rpc.max_decoding_message_size(limits.max_message_bytes));
        routes.add_service(feed_service::server(runner.clone(), feed.clone()));
    }

    /// What collects files that nobody needs, to be done by hand.
    #[must_use]
    pub fn collector(&self) -> Collector {
        Collector(self.foundation.runner.clone())
    }

    /// What it does as time passes, to be done by hand.
    #[must_use]
    pub fn agenda(&self) -> Agenda {
        self.agenda.clone()
    }

    /// What it does of its own accord.
    #[must_use]
    pub fn into_jobs(self) -> Vec<Job> {
        let Foundation { runner, mut jobs, steps, .. } = self.foundation;
        jobs.push(Job::new("evaluation: agenda", self.agenda.keep_running(steps.no_jobs.clone())));
        let feed = RegistryFeed::new(self.registry.clone());
        let units = Inbox::new("registry", feed, runner.clone(), from_registry);
        jobs.push(Job::new("evaluation: events of registry", units.run(steps.no_jobs.clone())));
        let feed = RegistryFeed::new(self.registry);
        let persons = Inbox::new("registry_persons", feed, runner.clone(), persons_from_registry);
        jobs.push(Job::new("evaluation: events of registry about persons", persons.run(steps.no_jobs.clone())));
        let collecting = collect_hourly(runner, steps.no_jobs, async |runner| collect(&runner).await);
        jobs.push(Job::new("evaluation: files", collecting));
        jobs
    }
}

/// Gives up uploads that were abandoned and files that nothing refers to; a standing job does it every hour.
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
