//! One attempt at one operation: a named, retried, serializable transaction that calls no other service.
//!
//! An rpc is received as a [`ReadCall`] or a [`WriteCall`]. A change runs its operation in a [`Work`]: the
//! open transaction, the caller, one `now` for all rows. An [`Incoming`] request of many messages runs several. When another transaction was in the way the work is
//! dropped and the operation runs again from the start in a new one. A read runs in a [`View`].

mod audit;
mod call;
mod incoming;
mod replay;
mod runner;
mod view;
mod work;

pub use audit::{Reading, readings};
pub use call::{ReadCall, Recorded, WriteCall};
pub use incoming::Incoming;
pub use replay::{Digests, forget_old_replays};
pub use runner::{Attempts, Runner, RunnerParts, STATEMENTS};
pub use view::View;
pub use work::{Part, Subject, Work};

pub(crate) use runner::Act;
