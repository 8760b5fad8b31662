//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod dossiers;

pub(crate) mod producer_persons;

pub(crate) mod councils;

pub(crate) mod sessions;

pub(crate) mod ballots;

pub(crate) mod certificates;

pub(crate) mod recognitions;

use platform::db::{Migration, Migrations};
/// What a function of the store reads from: a `View` or a `Work`.
pub(crate) use sea_orm::ConnectionTrait as Connection;

/// The steps of evaluation's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "evaluation_0001_dossiers", sql: include_str!("migrations/0001_dossiers.sql") },
    Migration { name: "evaluation_0002_councils", sql: include_str!("migrations/0002_councils.sql") },
    Migration { name: "evaluation_0003_certificates", sql: include_str!("migrations/0003_certificates.sql") },
    Migration { name: "evaluation_0008_producer_persons", sql: include_str!("migrations/0008_producer_persons.sql") },
]);

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> platform::error::Error {
    platform::error::Error::internal(format!("a stored {what} is malformed"))
}
