//! What reporting is about: facts, indicators, targets, and the figures that follow. No database, no network,
//! no clock.

pub(crate) mod facts;

pub(crate) mod indicators;

pub(crate) mod targets;

pub(crate) mod figures;

pub(crate) mod scorecard;
