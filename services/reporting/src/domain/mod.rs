//! What reporting is about: facts, indicators, targets, and the figures that follow. No database, no network,
//! no clock.

pub(crate) mod days;

pub(crate) mod periods;

pub(crate) mod facts;

pub(crate) mod indicators;

pub(crate) mod targets;

pub(crate) mod progress;

pub(crate) mod published;

pub(crate) mod figures;

pub(crate) mod cells;

pub(crate) mod scorecard;

pub(crate) mod link;
