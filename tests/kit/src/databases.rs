//! A fresh database for each test.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use platform::db::{Database, DatabaseConfig, Durability, Migrations};
use sea_orm::{ConnectionTrait as _, Database as Connection, Statement};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};

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
    place: Place,
    /// Set once it is there.
    made: OnceCell<()>,
}

#[derive(Debug)]
enum Place {
    File(TempDir),
    Server { name: String, url: String, admin_url: String },
}

impl TestDatabase {
    /// An empty database. It is made when it is opened first.
    ///
    /// # Panics
    /// When there is no folder or no server for it.
    #[expect(clippy::unused_async, reason = "tests await whatever makes databases")]
    pub async fn new(engine: Engine) -> Self {
        let place = match engine {
            Engine::Sqlite => Place::File(tempfile::tempdir().expect("a folder for SQLite")),
            Engine::Postgres => Place::of(Postgres::shared()),
        };
        Self { place, made: OnceCell::new() }
    }

    /// An empty database of a server, made at once.
    ///
    /// # Panics
    /// When none can be made.
    pub async fn on(server: &Postgres) -> Self {
        let database = Self { place: Place::of(server), made: OnceCell::new() };
        database.made.get_or_init(|| database.place.make(None)).await;
        database
    }

    /// A further empty database of the same engine.
    ///
    /// # Panics
    /// When there is no folder or no server for it.
    pub async fn another(&self) -> Self {
        Self::new(self.engine()).await
    }

    /// Which database it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.place {
            Place::File(_) => Engine::Sqlite,
            Place::Server { .. } => Engine::Postgres,
        }
    }

    /// Where it is, for whoever opens it after this.
    #[must_use]
    pub fn config(&self) -> DatabaseConfig {
        let url = match &self.place {
            Place::File(folder) => format!("sqlite:{}", file_in(folder).display()),
            Place::Server { url, .. } => url.clone(),
        };
        DatabaseConfig { url, max_connections: 6, application: "test", durability: Durability::Process }
    }

    /// Connects.
    ///
    /// # Panics
    /// When the database cannot be made or does not answer.
    pub async fn open(&self) -> Database {
        self.made.get_or_init(|| self.place.make(None)).await;
        Database::open(&self.config()).await.expect("the test database")
    }

    /// Connects, with the schema in place. The steps are taken once a process: what is made after that is a copy.
    ///
    /// # Panics
    /// When the database does not answer or a step fails.
    pub async fn migrated(&self, migrations: Migrations) -> Database {
        self.made
            .get_or_init(async || {
                self.place.make(Some(&*schema(self.engine(), migrations).await)).await;
            })
            .await;
        let database = self.open().await;
        migrations.apply(&database).await.expect("the schema");
        database
    }
}

impl Place {
    /// A name that no other database of a server has.
    fn of(server: &Postgres) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        Self::Server { url: server.url(&name), admin_url: server.url("postgres"), name }
    }

    /// Makes an empty database there, or a copy of a template.
    async fn make(&self, template: Option<&Template>) {
        match (self, template) {
            // SQLite makes a file when it is opened.
            (Self::File(_), None) => {}
            (Self::File(folder), Some(Template::File(bytes))) => {
                std::fs::write(file_in(folder), bytes).expect("a copy of the template");
            }
            (Self::Server { .. }, None) => self.create("template1").await,
            (Self::Server { .. }, Some(Template::Server(name))) => self.create(name).await,
            (Self::File(_), Some(Template::Server(_))) | (Self::Server { .. }, Some(Template::File(_))) => {
                unreachable!("a template is of the same engine")
            }
        }
    }

    async fn create(&self, template: &str) {
        let Self::Server { name, admin_url, .. } = self else { unreachable!("only a server is asked") };
        let admin = Connection::connect(admin_url).await.expect("the test server");
        let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
        admin.execute_unprepared(&create).await.expect("a database");
        admin.close().await.expect("closed");
    }
}

/// SQLite's file in a database's folder.
fn file_in(folder: &TempDir) -> PathBuf {
    folder.path().join("test.db")
}

/// What databases are copied from.
#[derive(Debug)]
enum Template {
    /// The bytes of SQLite's file.
    File(Vec<u8>),
    /// The name of a database that nobody may connect to.
    Server(String),
}

impl Template {
    /// A database as it is now. Whoever uses it is cut off.
    async fn of(database: TestDatabase) -> Arc<Self> {
        Arc::new(match &database.place {
            Place::File(folder) => {
                let copy = folder.path().join("copy.db");
                let db = Connection::connect(database.config().url).await.expect("the database");
                db.execute_unprepared(&format!("VACUUM INTO '{}'", copy.display())).await.expect("copied");
                db.close().await.expect("closed");
                Self::File(std::fs::read(copy).expect("the copy"))
            }
            Place::Server { name, admin_url, .. } => {
                let admin = Connection::connect(admin_url).await.expect("the test server");
                let close = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
                let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
                for statement in [close, cut] {
                    admin.execute_unprepared(&statement).await.expect("cut off");
                }
                admin.close().await.expect("closed");
                Self::Server(name.clone())
            }
        })
    }
}

/// A schema as a template.
struct Schema {
    engine: Engine,
    steps: Vec<&'static str>,
    template: Arc<Template>,
}

/// The template of a schema; the steps are taken when it is first asked for.
async fn schema(engine: Engine, migrations: Migrations) -> Arc<Template> {
    static MADE: Mutex<Vec<Schema>> = Mutex::const_new(Vec::new());
    let steps: Vec<_> = migrations.steps().map(|step| step.name).collect();
    let mut made = MADE.lock().await;
    if let Some(known) = made.iter().find(|known| known.engine == engine && known.steps == steps) {
        return Arc::clone(&known.template);
    }
    let first = TestDatabase::new(engine).await;
    let database = first.open().await;
    migrations.apply(&database).await.expect("the schema");
    let template = Template::of(first).await;
    made.push(Schema { engine, steps, template: Arc::clone(&template) });
    template
}

/// Databases as they are once services have started on empty ones: what starting costs is paid once a process, and tests
/// begin with copies.
#[derive(Debug)]
pub struct Started(Mutex<Vec<(Engine, Vec<Arc<Template>>)>>);

impl Started {
    /// None yet; for a `static` of the test process.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a static needs a constant")]
    pub const fn new() -> Self {
        Self(Mutex::const_new(Vec::new()))
    }

    /// Makes databases copies of such as `start` leaves behind: it starts services on empty ones, waits until they are
    /// ready, and stops them. Databases that somebody has opened already stay as they are.
    ///
    /// # Panics
    /// When one cannot be made.
    pub async fn fill(&self, databases: &[&TestDatabase], start: impl AsyncFnOnce(&[TestDatabase])) {
        if databases.iter().any(|database| database.made.initialized()) {
            return;
        }
        let engine = databases[0].engine();
        let mut known = self.0.lock().await;
        let templates = match known.iter().find(|(of, _)| *of == engine) {
            Some((_, templates)) => templates.clone(),
            None => {
                let mut empty = Vec::new();
                for _ in databases {
                    empty.push(TestDatabase::new(engine).await);
                }
                // Of no named type: futures of whole services are deep enough without it.
                let starting: Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(start(&empty));
                starting.await;
                let mut templates = Vec::new();
                for database in empty {
                    forget_leases(&database).await;
                    templates.push(Template::of(database).await);
                }
                known.push((engine, templates.clone()));
                templates
            }
        };
        drop(known);
        for (database, template) in databases.iter().zip(&templates) {
            database.made.get_or_init(|| database.place.make(Some(template))).await;
        }
    }
}

/// Whoever holds a lease of a database that is to be copied is gone, and time stands still in tests.
async fn forget_leases(database: &TestDatabase) {
    let db = Connection::connect(database.config().url).await.expect("the database");
    db.execute_unprepared("DELETE FROM lease").await.expect("forgotten");
    db.close().await.expect("closed");
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
