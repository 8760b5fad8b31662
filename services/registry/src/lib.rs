//! Registry: the master data. Administrative units, producers with their leaders, products with their codes.
//!
//! See `README.md` for what it owns and tells. [`Service`] is the only public face; looking units up, which is pure,
//! is public too ([`lookup`]).

use std::sync::Arc;

use platform::rpc::Transport;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::register_service_client::RegisterServiceClient;

mod rpc;

mod ops;

mod domain;

mod store;

mod wire;

mod events;

mod policy;

mod error;

mod units_in_use;

mod jobs;

mod service;

pub use domain::units::UnsoundUnits;
pub use error::Error;
pub use policy::POLICY;
pub use service::{Collector, Peers, Retention, Service};

/// Units through time by themselves, for measuring.
pub mod lookup;

/// Most files of imports that a process reads at the same time.
const MOST_UPLOADS_AT_ONCE: usize = 2;

/// What registry keeps in memory.
pub struct State {
    /// Units through time.
    units: units_in_use::UnitsInUse,
    /// Places among the files that are read at the same time: each is in memory while it is.
    uploads: Arc<tokio::sync::Semaphore>,
    /// Contents of files.
    blobs: platform::blobs::Blobs,
    /// A place for the picture that is decoded: it is in memory meanwhile.
    pictures: Arc<tokio::sync::Semaphore>,
    /// Evaluation, in the name of whoever asks: it keeps recognitions under earlier rules, and dossiers.
    evaluation: EvaluationServiceClient<Transport>,
    /// Its register, in the same way.
    register: RegisterServiceClient<Transport>,
}

/// An attempt at one of registry's operations.
type Work = platform::operation::Work<State>;
/// A read by one of registry's operations.
type View = platform::operation::View<State>;
/// What runs registry's operations.
type Runner = platform::operation::Runner<State>;
