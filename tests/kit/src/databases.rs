//! A fresh database for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use platform::db::{Database, DatabaseConfig, Durability, Migrations};
use sea_orm::{ConnectionTrait as _, Database as Connection, Statement};
use tempfile::TempDir;

use crate::Postgres;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database that only one test uses. It goes with the value.
#[derive(Debug)]
pub struct TestDatabase {
    engine: Engine,
    url: String,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// An empty database.
    ///
    /// # Panics
    /// When none can be made.
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder for SQLite");
                let url = format!("sqlite:{}", folder.path().join("test.db").display());
                Self { engine, url, _folder: Some(folder) }
            }
            Engine::Postgres => Self::on(Postgres::shared()).await,
        }
    }

    /// An empty database of a server.
    ///
    /// # Panics
    /// When none can be made.
    pub async fn on(server: &Postgres) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let admin = Connection::connect(server.url("postgres")).await.expect("the test server");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
        admin.close().await.expect("closed");
        Self { engine: Engine::Postgres, url: server.url(&name), _folder: None }
    }

    /// A further empty database of the same engine.
    ///
    /// # Panics
    /// When none can be made.
    pub async fn another(&self) -> Self {
        Self::new(self.engine).await
    }

    /// Which database it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where it is.
    #[must_use]
    pub fn config(&self) -> DatabaseConfig {
        DatabaseConfig {
            url: self.url.clone(),
            max_connections: 6,
            application: "test",
            durability: Durability::Process,
        }
    }

    /// Connects.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn open(&self) -> Database {
        Database::open(&self.config()).await.expect("the test database")
    }

    /// Connects, with the schema in place.
    ///
    /// # Panics
    /// When the database does not answer or a step fails.
    pub async fn migrated(&self, migrations: Migrations) -> Database {
        let database = self.open().await;
        migrations.apply(&database).await.expect("the schema");
        database
    }
}

/// The number that a statement counts as `count`.
///
/// # Panics
/// When the database does not answer with a number.
pub async fn count(database: &TestDatabase, sql: &str) -> usize {
    let db = database.open().await;
    let row = db.reader().query_one_raw(Statement::from_string(db.backend(), sql)).await.expect("read");
    let count: i64 = row.expect("a row").try_get("", "count").expect("a number");
    usize::try_from(count).expect("not negative")
}
