//! Telling other services.
//!
//! An operation writes its events in its own transaction ([`crate::operation::Work::publish`]). The relay
//! numbers committed events, so that no gap can be filled behind a reader. The feed streams numbered
//! events; the inbox of another service takes each in exactly once.

mod feed;
mod inbox;
mod publish;
mod relay;

pub mod told;

pub use feed::{Feed, FeedPage};
pub use inbox::{FeedClient, FeedStream, Inbox, Parked, SourcePosition, parked, positions, retry_parked, rewind};
pub use relay::Relay;

pub(crate) use publish::{NewEvent, insert};
