//! Connections.

use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

/// Where a service's database is.
#[derive(Clone)]
pub struct DatabaseConfig {
    /// `sqlite:PATH` or `postgres://…`. May hold a password; never shown.
    pub url: String,
    /// Most connections for reading, and for writing on PostgreSQL. SQLite has one writer.
    pub max_connections: u32,
    /// Name the database sees, such as `registry`.
    pub application: &'static str,
    /// What a commit survives.
    pub durability: Durability,
}

impl std::fmt::Debug for DatabaseConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.url.split(':').next().unwrap_or_default();
        formatter.debug_struct("DatabaseConfig").field("kind", &kind).finish_non_exhaustive()
    }
}

/// What a commit survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Loss of power.
    #[default]
    Full,
    /// The end of the process, but not of the machine: for tests.
    Process,
}

/// A service's database: connections for reading, and for writing.
#[derive(Clone, Debug)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

/// Longest a connection is waited for.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest a statement may run.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection idle for longer is tried before it is used.
const TRIED_AFTER_IDLE: Duration = Duration::from_secs(30);

impl Database {
    /// Connects.
    ///
    /// # Errors
    /// When the URL is not understood or the database does not answer.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, DbErr> {
        if config.url.starts_with("sqlite:") {
            // The writer first: it makes the file.
            let writer = sea_orm::Database::connect(sqlite(config, 1, false)).await?;
            let reader = sea_orm::Database::connect(sqlite(config, config.max_connections, true)).await?;
            Ok(Self { reader, writer })
        } else if config.url.starts_with("postgres:") || config.url.starts_with("postgresql:") {
            let writer = sea_orm::Database::connect(postgres(config, "serializable")).await?;
            let reader = sea_orm::Database::connect(postgres(config, "read committed")).await?;
            Ok(Self { reader, writer })
        } else {
            Err(DbErr::Custom("the database URL must begin with sqlite: or postgres:".to_owned()))
        }
    }

    /// Which of the two it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// For single reading statements.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Opens a serializable transaction for reading and writing.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // SQLite takes its one writer's place at once, else a read before the first write could fail it;
        // PostgreSQL's writing connections are serializable by their own default, which saves a statement.
        self.writer.begin_with_options(immediate()).await
    }

    /// Opens a read-committed transaction for reading and writing: for work that must not conflict with
    /// operations, and needs no more than that each of its statements is atomic.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn begin_read_committed(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.backend() {
            DbBackend::Postgres => self.writer.begin_with_config(Some(IsolationLevel::ReadCommitted), None).await,
            _ => self.begin().await,
        }
    }

    /// Opens a transaction whose reads all see the same moment.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn begin_snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.backend() {
            DbBackend::Postgres => {
                let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
                self.reader.begin_with_config(Some(isolation), Some(access)).await
            }
            _ => self.reader.begin().await,
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When there is none.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader.execute_unprepared("SELECT 1").await.map(|_| ())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        for connection in [&self.reader, &self.writer] {
            if let Err(error) = connection.close_by_ref().await {
                tracing::warn!(%error, "could not close the database's connections");
            }
        }
    }

    pub(super) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }
}

fn immediate() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

fn common(config: &DatabaseConfig, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(config.url.clone());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

fn sqlite(config: &DatabaseConfig, connections: u32, reads_only: bool) -> ConnectOptions {
    let synchronous = match config.durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::Process => SqliteSynchronous::Off,
    };
    let mut options = common(config, connections);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .busy_timeout(ACQUIRE_TIMEOUT)
            .foreign_keys(true);
        if reads_only { sqlite.pragma("query_only", "ON") } else { sqlite }
    });
    options
}

fn postgres(config: &DatabaseConfig, isolation: &'static str) -> ConnectOptions {
    let mut options = common(config, config.max_connections);
    options
        .test_before_acquire_if_idle_for(TRIED_AFTER_IDLE)
        .set_application_name(config.application)
        .statement_timeout(STATEMENT_TIMEOUT)
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.options([
                ("default_transaction_isolation", isolation.to_owned()),
                ("idle_in_transaction_session_timeout", STATEMENT_TIMEOUT.as_millis().to_string()),
                // Statements here take milliseconds, and many callers share the cores: starting workers takes longer than
                // they save.
                ("max_parallel_workers_per_gather", "0".to_owned()),
            ])
        });
    options
}
