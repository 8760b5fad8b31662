//! Rows, column by column.

pub(super) mod certificate;
pub(super) mod curriculum;
pub(super) mod leader_term;
pub(super) mod learner;
pub(super) mod presence;
pub(super) mod producer;
pub(super) mod revocation;
pub(super) mod training_class;
pub(super) mod training_session;
