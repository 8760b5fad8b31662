//! Evaluation: dossiers from filing to certificate, scored under the criteria in force when they were filed.
//!
//! See `README.md` for what it owns and tells. [`Service`] is the only public face; the scorer, which is pure,
//! is public too ([`scoring`]).

mod rpc;

mod ops;

mod domain;

mod store;

mod wire;

mod events;

mod policy;

mod error;

mod agenda;

mod jobs;

mod service;

pub use agenda::Agenda;
pub use domain::criteria::Faults;
pub use error::Error;
pub use policy::POLICY;
pub use service::{Collector, Peers, Service};

use std::sync::Arc;

use domain::calendar::Calendar;
use domain::checklist::Documents;
use domain::criteria::Catalogue;
use domain::inspection_risk::RiskSettings;
use domain::round::Rounds;
use domain::workflow::Workflows;
use platform::blobs::Blobs;
use platform::sealing::MasterKeys;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::training::v1::completion_service_client::CompletionServiceClient;

/// The scorer, for measuring and for use elsewhere: choices in, stars out.
pub mod scoring;

/// What evaluation keeps in memory, and whom it may ask.
pub struct State {
    /// The published criteria.
    catalogue: Arc<Catalogue>,
    /// The workflow parameters that go with them.
    workflows: Workflows,
    /// The assessment rounds of every year.
    rounds: Rounds,
    /// Working days, as far as facts tell; what was entered since goes before them.
    calendar: Calendar,
    /// What seals ballots until the scoring closes.
    master_keys: MasterKeys,
    /// Registry, for what must be fresh.
    registry: RegistryServiceClient<platform::rpc::Transport>,
    /// Training, for whether members of councils are trained.
    training: CompletionServiceClient<platform::rpc::Transport>,
    /// The documents that are asked of dossiers.
    documents: Documents,
    /// What makes the inspection of a certified product urgent.
    inspection_risk: RiskSettings,
    /// The contents of files.
    blobs: Blobs,
}

/// An attempt at one of evaluation's operations.
type Work = platform::operation::Work<State>;
/// A read by one of evaluation's operations.
type View = platform::operation::View<State>;
/// What runs evaluation's operations.
type Runner = platform::operation::Runner<State>;
