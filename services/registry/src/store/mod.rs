//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod producers;

pub(crate) mod representatives;

pub(crate) mod workers;

pub(crate) mod persons;

pub(crate) mod figures;

pub(crate) mod successions;

pub(crate) mod likeness;

pub(crate) mod legal_holds;

pub(crate) mod retention;

pub(crate) mod leaders;

pub(crate) mod producer_accounts;

pub(crate) mod products;

pub(crate) mod product_certificates;

pub(crate) mod product_codes;

pub(crate) mod product_files;

pub(crate) mod uploads;

pub(crate) mod search;

pub(crate) mod unit_changes;

pub(crate) mod programme_records;

pub(crate) mod programme_totals;

pub(crate) mod programme_payments;

pub(crate) mod commune_counts;

pub(crate) mod management_bodies;

pub(crate) mod imports;
pub(crate) mod officials;

pub(crate) mod import_rows;

pub(crate) mod exports;

/// What a read or a change asks the database through.
pub(crate) use sea_orm::ConnectionTrait as Connection;

use platform::db::{Migration, Migrations};

/// The steps of registry's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "registry_0001_producers", sql: include_str!("migrations/0001_producers.sql") },
    Migration { name: "registry_0002_products", sql: include_str!("migrations/0002_products.sql") },
    Migration { name: "registry_0003_producer_accounts", sql: include_str!("migrations/0003_producer_accounts.sql") },
    Migration { name: "registry_0004_unit_changes", sql: include_str!("migrations/0004_unit_changes.sql") },
    Migration { name: "registry_0005_producer_records", sql: include_str!("migrations/0005_producer_records.sql") },
    Migration { name: "registry_0006_producer_figures", sql: include_str!("migrations/0006_producer_figures.sql") },
    Migration { name: "registry_0007_programme", sql: include_str!("migrations/0007_programme.sql") },
    Migration { name: "registry_0008_imports", sql: include_str!("migrations/0008_imports.sql") },
    Migration { name: "registry_0009_search", sql: include_str!("migrations/0009_search.sql") },
    Migration { name: "registry_0010_standing", sql: include_str!("migrations/0010_standing.sql") },
    Migration { name: "registry_0011_producer_lineage", sql: include_str!("migrations/0011_producer_lineage.sql") },
    Migration { name: "registry_0012_product_records", sql: include_str!("migrations/0012_product_records.sql") },
    Migration { name: "registry_0013_producer_likeness", sql: include_str!("migrations/0013_producer_likeness.sql") },
    Migration { name: "registry_0014_product_files", sql: include_str!("migrations/0014_product_files.sql") },
    Migration { name: "registry_0015_import_retention", sql: include_str!("migrations/0015_import_retention.sql") },
    Migration { name: "registry_0017_legal_holds", sql: include_str!("migrations/0017_legal_holds.sql") },
    Migration { name: "registry_0018_search_form", sql: include_str!("migrations/0018_search_form.sql") },
    Migration { name: "registry_0019_retracted_terms", sql: include_str!("migrations/0019_retracted_terms.sql") },
]);

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> platform::error::Error {
    platform::error::Error::internal(format!("a stored {what} is malformed"))
}
