//! What every service stands on and none owns. It knows no word of the programme it serves.
//!
//! In reading order: an rpc passes the [`rpc`] stack, becomes an [`operation`], is let in by [`access`],
//! works on the [`db`] and the [`blobs`], and tells others through the [`outbox`]. [`sheets`] come in and go out.

pub mod rpc;

pub mod operation;

pub mod access;

pub mod db;

pub mod outbox;

pub mod blobs;

pub mod sheets;

/// Every refusal that leaves a service.
pub mod error;
/// The form of a request's fields.
pub mod fields;
/// Vietnamese text.
pub mod text;
/// Values as messages carry them.
pub mod wire;

/// Time.
pub mod clock;
/// Configuration, all faults at once.
pub mod config;
/// Identities.
pub mod ids;
/// What runs beside the calls.
pub mod jobs;
/// Work that one process at a time does.
pub mod lease;
/// Start and stop.
pub mod lifecycle;
/// What must not be read yet.
pub mod sealing;
/// What a service is given.
pub mod service;
/// Logs, traces and metrics.
pub mod telemetry;
