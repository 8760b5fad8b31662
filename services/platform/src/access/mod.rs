//! Who asks, and who may.

pub mod authentication;
mod caller;
mod policy;
pub(crate) mod units;

pub use caller::{Caller, Grant};
pub use policy::{Authority, Door, Policy, Rule, role_name, role_named};
pub use proto::common::v1::{Role, UnitKind, UnitLevel};
pub use units::{COUNTRY, UnitId, UnitTable, UnitVersion, Units, newest_stored_version, parts, store_part};
