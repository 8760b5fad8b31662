//! What the link keeps: provinces, submissions with their bodies, figures of provinces, comparisons.

pub(crate) mod bodies;
pub(crate) mod figures;
pub(crate) mod own;
pub(crate) mod parcels;
pub(crate) mod provinces;
pub(crate) mod reconciliations;
pub(crate) mod submissions;
