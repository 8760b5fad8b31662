//! Schema steps: SQL texts built into the program, one purpose each, only ever added to.
//!
//! A step is written once for both databases; SQLite takes PostgreSQL's type names. It must leave the
//! program before it running: add, never rename or drop what that one uses.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, TransactionTrait as _};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTraitSelf, SchemaManager};

use super::Database;

/// A schema step.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its name: the steps already taken are remembered by it.
    pub name: &'static str,
    /// Its statements. From a line `-- SQLite only` or `-- PostgreSQL only` on they are for that database alone, until
    /// another such line or `-- Both`.
    pub sql: &'static str,
}

impl Migration {
    /// The statements for a database.
    fn statements(&self, backend: DbBackend) -> String {
        let mut meant = true;
        let mut statements = String::with_capacity(self.sql.len());
        for line in self.sql.lines() {
            meant = match line {
                "-- SQLite only" => backend == DbBackend::Sqlite,
                "-- PostgreSQL only" => backend == DbBackend::Postgres,
                "-- Both" => true,
                _ => meant,
            };
            if meant {
                statements.push_str(line);
                statements.push('\n');
            }
        }
        statements
    }
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = self.statements(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&statements).await.map(|_| ())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The steps of what every service's database holds for the platform.
#[must_use]
pub const fn platform_migrations() -> &'static [Migration] {
    &[
        Migration { name: "platform_0001_operations", sql: include_str!("migrations/0001_operations.sql") },
        Migration { name: "platform_0002_outbox", sql: include_str!("migrations/0002_outbox.sql") },
        Migration { name: "platform_0003_inbox", sql: include_str!("migrations/0003_inbox.sql") },
        Migration { name: "platform_0004_units", sql: include_str!("migrations/0004_units.sql") },
        Migration { name: "platform_0005_purposes", sql: include_str!("migrations/0005_purposes.sql") },
    ]
}

/// All steps of a service's database: the platform's, then its own.
#[derive(Clone, Copy, Debug)]
pub struct Migrations(pub &'static [Migration]);

impl MigratorTraitSelf for Migrations {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        self.steps().map(|step| Box::new(*step) as Box<dyn MigrationTrait>).collect()
    }
}

/// Any number would do, as long as it stays: processes that migrate the same database wait for each other.
const MIGRATION_LOCK: i64 = 727_001;

impl Migrations {
    /// The steps in order.
    pub fn steps(&self) -> impl Iterator<Item = &'static Migration> {
        platform_migrations().iter().chain(self.0)
    }

    /// Takes the steps that are missing. Where a newer program has been before, there are none.
    ///
    /// # Errors
    /// When a step fails; steps before it stay taken.
    pub async fn apply(&self, database: &Database) -> Result<(), DbErr> {
        let missing = self.missing(database).await?;
        if missing.is_empty() {
            return Ok(());
        }
        tracing::info!(steps = missing.join(", "), "bringing the schema up to date");
        let db = database.writer();
        let lock = db.begin().await?;
        if database.backend() == DbBackend::Postgres {
            lock.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
            self.up(db, None).await?;
            lock.commit().await
        } else {
            // One process owns the file, and one connection writes it.
            lock.commit().await?;
            self.up(db, None).await
        }
    }

    /// The names of steps this program needs and the database lacks. Steps of a newer program are no harm.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing(&self, database: &Database) -> Result<Vec<&'static str>, DbErr> {
        #[derive(FromQueryResult)]
        struct Step {
            version: String,
        }
        let db = database.reader();
        let (backend, exists) = match database.backend() {
            DbBackend::Postgres => (
                DbBackend::Postgres,
                "SELECT table_name AS version FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'",
            ),
            backend => (
                backend,
                "SELECT name AS version FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
            ),
        };
        let taken = if Step::find_by_statement(Statement::from_string(backend, exists)).all(db).await?.is_empty() {
            Vec::new()
        } else {
            Step::find_by_statement(Statement::from_string(backend, "SELECT version FROM seaql_migrations"))
                .all(db)
                .await?
        };
        Ok(self.steps().map(|step| step.name).filter(|name| !taken.iter().any(|step| step.version == *name)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_what_is_for_one_database_alone() {
        let sql = "a;\n-- SQLite only\nb;\n-- PostgreSQL only\nc;\n-- Both\nd;\n";
        let step = Migration { name: "step", sql };
        assert_eq!(step.statements(DbBackend::Sqlite), "a;\n-- SQLite only\nb;\n-- Both\nd;\n");
        assert_eq!(step.statements(DbBackend::Postgres), "a;\n-- PostgreSQL only\nc;\n-- Both\nd;\n");
    }
}
