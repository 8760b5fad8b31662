//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod told;

pub(crate) mod entries;

pub(crate) mod sums;

pub(crate) mod flags;

pub(crate) mod link;

pub(crate) mod targets;

pub(crate) mod reports;

pub(crate) mod report_files;

use platform::db::{Migration, Migrations};
use platform::error::Error;

/// What a read or a change asks the database through.
pub(crate) use sea_orm::ConnectionTrait as Connection;

/// The steps of reporting's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "reporting_0001_facts", sql: include_str!("migrations/0001_facts.sql") },
    Migration { name: "reporting_0002_revocations", sql: include_str!("migrations/0002_revocations.sql") },
    Migration { name: "reporting_0003_leader_ends", sql: include_str!("migrations/0003_leader_ends.sql") },
    Migration { name: "reporting_0004_ledger", sql: include_str!("migrations/0004_ledger.sql") },
    Migration { name: "reporting_0010_targets", sql: include_str!("migrations/0010_targets.sql") },
    Migration { name: "reporting_0011_reports", sql: include_str!("migrations/0011_reports.sql") },
    Migration { name: "reporting_0020_link", sql: include_str!("migrations/0020_link.sql") },
    Migration { name: "reporting_0021_parcels", sql: include_str!("migrations/0021_parcels.sql") },
    Migration { name: "reporting_0022_balance", sql: include_str!("migrations/0022_balance.sql") },
]);

/// What to say of a row that this program cannot have written.
fn damaged(table: &str, what: &str) -> Error {
    Error::internal(format!("a row of {table} is damaged: {what}"))
}
