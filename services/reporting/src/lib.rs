//! Reporting: figures against targets, computed from what the other services tell.
//!
//! See `README.md` for what it owns and takes in. [`Service`] is the only public face.

mod rpc;

mod ops;

mod domain;

mod store;

mod wire;

mod earlier;

mod map;

mod posting;

mod events;

mod flags;

mod memory;

mod link;

mod evaluation;

mod sending;

mod carrying;

mod policy;

mod error;

mod service;

pub use error::Error;
pub use link::{LinkFault, Linked, ProvinceSide, Side};
pub use policy::POLICY;
pub use service::{Peers, Service};

/// What reporting keeps in memory beside the units.
pub struct State {
    /// Figures that were computed lately.
    cells: memory::Memory<memory::Question, domain::cells::Cell>,
    /// Maps that were drawn lately.
    maps: memory::Memory<memory::MapQuestion, ops::OfUnit>,
    /// Maps of days before the units in force.
    earlier: earlier::EarlierMaps,
    /// What time it is, for a read that goes on.
    clock: platform::clock::Clock,
    /// How this installation is linked to others.
    link: link::Link,
    /// Evaluation, for dossiers that go between installations.
    evaluation: evaluation::Evaluation,
}

/// An attempt at one of reporting's operations.
type Work = platform::operation::Work<State>;
/// A read by one of reporting's operations.
type View = platform::operation::View<State>;
/// What runs reporting's operations.
type Runner = platform::operation::Runner<State>;
