//! What evaluation is about: criteria, sheets, scores, and the states of a dossier. No database, no network,
//! no clock of its own.

mod facts;

pub(crate) mod criteria;

pub(crate) mod sheet;

pub(crate) mod score;

pub(crate) mod explanation;

pub(crate) mod stability;

pub(crate) mod what_next;

pub(crate) mod member_statistics;

pub(crate) mod calendar;

pub(crate) mod clock;

pub(crate) mod round;

pub(crate) mod workflow;

pub(crate) mod dossier;

pub(crate) mod producer_person;

pub(crate) mod advisory_team;

pub(crate) mod council;

pub(crate) mod regulation;

pub(crate) mod voters;

pub(crate) mod session;

pub(crate) mod discussion;

pub(crate) mod minutes;

pub(crate) mod decision;

pub(crate) mod custody;

pub(crate) mod parcel;

pub(crate) mod certificate;

pub(crate) mod redo;
pub(crate) mod register;

pub(crate) mod complaint;

pub(crate) mod complainant;

pub(crate) mod revocation;

pub(crate) mod inspection;

pub(crate) mod inspection_risk;

pub(crate) mod owed;
pub(crate) mod recognition;

pub(crate) mod holding;

pub(crate) mod file;

pub(crate) mod evidence;

pub(crate) mod checklist;

pub(crate) mod expiry;
pub(crate) mod official_form;

pub(crate) mod delegation;

pub(crate) mod notice;

pub(crate) mod work_item;

#[cfg(test)]
pub(crate) mod samples;

#[cfg(test)]
mod properties;
