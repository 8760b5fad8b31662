//! Rows, column by column.

pub(super) mod attendance_fact;
pub(super) mod certificate_fact;
pub(super) mod class_fact;
pub(super) mod completion_fact;
pub(super) mod leader_fact;
pub(super) mod learner_fact;
pub(super) mod link_cell;
pub(super) mod link_own;
pub(super) mod link_part;
pub(super) mod link_period;
pub(super) mod link_province;
pub(super) mod link_reconciliation;
pub(super) mod link_register;
pub(super) mod link_submission;
pub(super) mod producer_fact;
pub(super) mod product_fact;
pub(super) mod recognition_fact;
pub(super) mod revocation_fact;
pub(super) mod target;
pub(super) mod target_revision;
