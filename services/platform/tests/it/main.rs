//! The platform on both databases.

mod outbox;
