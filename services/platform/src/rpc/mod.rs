//! The gRPC shell: what stands between the wire and an operation, the same for every service.

mod context;
mod health;
mod stack;
mod transport;

pub use context::{CallContext, Scope};
pub use health::Readiness;
pub use stack::{Limits, Stack};
pub use transport::{LocalRouter, PeerCalls, PeerTls, Transport, peer_error};

/// Largest message a feed's reader takes.
pub const MAX_FEED_MESSAGE_BYTES: usize = 16 * 1024 * 1024;
