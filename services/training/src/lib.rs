//! Training: classes for officials and leaders, and who has been reached by them.
//!
//! See `README.md` for what it owns and tells. [`Service`] is the only public face.

mod rpc;

mod ops;

mod domain;

mod store;

mod wire;

mod events;

mod policy;

mod error;

mod service;

pub use error::Error;
pub use policy::POLICY;
pub use service::{Peers, Service};

/// What training keeps in memory beside the units: nothing.
#[derive(Debug, Default)]
pub struct State;

/// An attempt at one of training's operations.
type Work = platform::operation::Work<State>;
/// A read by one of training's operations.
type View = platform::operation::View<State>;
/// What runs training's operations.
type Runner = platform::operation::Runner<State>;
