//! What evaluation is about: criteria, sheets, scores, and the states of a dossier. No database, no network,
//! no clock.

pub(crate) mod criteria;

pub(crate) mod sheet;

pub(crate) mod score;

pub(crate) mod explanation;

pub(crate) mod stability;

pub(crate) mod dossier;

pub(crate) mod producer_person;

pub(crate) mod council;

pub(crate) mod session;

pub(crate) mod certificate;

pub(crate) mod recognition;

#[cfg(test)]
pub(crate) mod samples;
mod facts;

#[cfg_attr(not(test), expect(dead_code, reason = "the operations that go by it come next"))]
pub(crate) mod calendar;

#[cfg_attr(not(test), expect(dead_code, reason = "the operations that go by it come next"))]
pub(crate) mod clock;

#[cfg_attr(not(test), expect(dead_code, reason = "the operations that go by it come next"))]
pub(crate) mod round;

#[expect(dead_code, reason = "the operations that go by it come next")]
pub(crate) mod workflow;
