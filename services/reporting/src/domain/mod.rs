//! What reporting is about: what was told, what follows from it, and the figures that are counted. No database, no
//! network, no clock.

mod named;

pub(crate) mod days;

pub(crate) mod spans;

pub(crate) mod periods;

pub(crate) mod told;

pub(crate) mod entries;

pub(crate) mod ledger;

pub(crate) mod sums;

pub(crate) mod indicators;

pub(crate) mod targets;

pub(crate) mod progress;

pub(crate) mod published;

pub(crate) mod figures;

pub(crate) mod cells;

pub(crate) mod scorecard;

pub(crate) mod report_forms;

pub(crate) mod report_figures;

pub(crate) mod findings;

pub(crate) mod report;

pub(crate) mod matrix;

pub(crate) mod suppression;

pub(crate) mod report_file;

pub(crate) mod report_layout;

pub(crate) mod figure_file;

pub(crate) mod link;
