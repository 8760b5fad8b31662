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

mod service;

pub use domain::criteria::Faults;
pub use error::Error;
pub use policy::POLICY;
pub use service::{Peers, Service};

use domain::criteria::Catalogue;
use proto::registry::v1::registry_service_client::RegistryServiceClient;

/// The scorer, for measuring and for use elsewhere: choices in, stars out.
pub mod scoring;

/// What evaluation keeps in memory, and whom it may ask.
pub struct State {
    /// The published criteria.
    catalogue: Catalogue,
    /// Registry, for what must be fresh.
    registry: RegistryServiceClient<platform::rpc::Transport>,
}

/// An attempt at one of evaluation's operations.
type Work = platform::operation::Work<State>;
/// A read by one of evaluation's operations.
type View = platform::operation::View<State>;
/// What runs evaluation's operations.
type Runner = platform::operation::Runner<State>;
