//! The gRPC shell: what stands between the wire and an operation, the same for every service.

mod context;
mod deadline;
mod health;
mod stack;
mod streaming;
mod transport;

pub use context::{CallContext, Scope};
pub use health::Readiness;
pub use stack::{Limits, Stack};
pub use streaming::{Answers, Streamed};
pub use transport::{LocalRouter, PeerCalls, PeerTls, Transport, peer_error, peer_refusal};

pub(crate) use deadline::Deadline;
pub(crate) use stack::message_too_large;
pub use stack::too_many_calls;
pub(crate) use streaming::{Streams, stopping};

/// Largest message a feed's reader takes.
pub const MAX_FEED_MESSAGE_BYTES: usize = 16 * 1024 * 1024;
