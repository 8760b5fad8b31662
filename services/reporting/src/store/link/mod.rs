//! What the link keeps: provinces, submissions with their bodies, figures of provinces, comparisons.

pub(crate) mod bodies;
pub(crate) mod figures;
pub(crate) mod own;
pub(crate) mod provinces;
pub(crate) mod reconciliations;
pub(crate) mod submissions;

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> platform::error::Error {
    platform::error::Error::internal(format!("a stored {what} is malformed"))
}
