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

mod jobs;

mod service;

pub use domain::criteria::Faults;
pub use error::Error;
pub use policy::POLICY;
pub use service::{Collector, Peers, Service};

use domain::calendar::Calendar;
use domain::checklist::Documents;
use domain::criteria::Catalogue;
use domain::dossier::{At, Terms};
use domain::round::Rounds;
use domain::workflow::Workflows;
use platform::blobs::Blobs;
use platform::clock::Moment;
use platform::sealing::MasterKeys;
use proto::registry::v1::registry_service_client::RegistryServiceClient;

/// The scorer, for measuring and for use elsewhere: choices in, stars out.
pub mod scoring;

/// What evaluation keeps in memory, and whom it may ask.
pub struct State {
    /// The published criteria.
    catalogue: Catalogue,
    /// The workflow parameters that go with them.
    workflows: Workflows,
    /// The assessment rounds of every year.
    rounds: Rounds,
    /// Working days.
    calendar: Calendar,
    /// What seals ballots until the scoring closes.
    master_keys: MasterKeys,
    /// Registry, for what must be fresh.
    registry: RegistryServiceClient<platform::rpc::Transport>,
    /// The documents that are asked of dossiers.
    documents: Documents,
    /// The contents of files.
    blobs: Blobs,
}

impl State {
    /// What a step of a dossier needs to know that is pinned to a rule set: now, and the terms its clocks are set by.
    fn at(&self, now: Moment, rule_set: &str) -> Result<At<'_>, Error> {
        let parameters = self.workflows.of(rule_set)?;
        Ok(At { now, terms: Terms { calendar: &self.calendar, rounds: &self.rounds, parameters } })
    }
}

/// An attempt at one of evaluation's operations.
type Work = platform::operation::Work<State>;
/// A read by one of evaluation's operations.
type View = platform::operation::View<State>;
/// What runs evaluation's operations.
type Runner = platform::operation::Runner<State>;
