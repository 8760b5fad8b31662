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
