//! The platform on both databases, and on the wire.

/// A small service for the tests below.
mod blobs;
mod bucket;
mod desk;

mod stack;

mod operations;

mod outbox;

mod inbox;

mod tokens;

mod transport;

mod health;

mod settings;

mod stopping;
