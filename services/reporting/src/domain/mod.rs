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
