//! Rows, column by column.

pub(super) mod entry;
pub(super) mod figure_sum;
pub(super) mod flags_wanted;
pub(super) mod link_cell;
pub(super) mod link_own;
pub(super) mod link_parcel;
pub(super) mod link_part;
pub(super) mod link_period;
pub(super) mod link_province;
pub(super) mod link_reconciliation;
pub(super) mod link_register;
pub(super) mod link_submission;
pub(super) mod need;
pub(super) mod report;
pub(super) mod report_comment;
pub(super) mod report_content;
pub(super) mod report_file;
pub(super) mod sums_state;
pub(super) mod target;
pub(super) mod target_revision;
pub(super) mod told;
pub(super) mod unit_path;
