//! Rows, column by column.

pub(super) mod attendance_fact;
pub(super) mod certificate_fact;
pub(super) mod class_fact;
pub(super) mod completion_fact;
pub(super) mod leader_fact;
pub(super) mod learner_fact;
pub(super) mod producer_fact;
pub(super) mod product_fact;
pub(super) mod recognition_fact;
pub(super) mod report;
pub(super) mod report_comment;
pub(super) mod report_content;
pub(super) mod report_file;
pub(super) mod revocation_fact;
pub(super) mod target;
pub(super) mod target_revision;
