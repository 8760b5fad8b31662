//! The databases' schemas: the steps every service takes lead to what was reviewed, on both databases, and the
//! steps themselves never change once they are released.

use std::fmt::Write as _;

use platform::db::{Database, Migrations};
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Engine, TestDatabase};

const SERVICES: [(&str, Migrations); 4] = [
    ("registry", registry::Service::MIGRATIONS),
    ("evaluation", evaluation::Service::MIGRATIONS),
    ("training", training::Service::MIGRATIONS),
    ("reporting", reporting::Service::MIGRATIONS),
];

async fn rows(database: &Database, sql: &str) -> Vec<String> {
    let rows = database.reader().query_all_raw(Statement::from_string(database.backend(), sql)).await.expect("read");
    rows.iter().map(|row| row.try_get::<String>("", "line").expect("a line")).collect()
}

/// What a database tells of its tables and indexes.
async fn schema(engine: Engine, migrations: Migrations) -> String {
    let fresh = TestDatabase::new(engine).await;
    let database = fresh.migrated(migrations).await;
    let sql = match engine {
        Engine::Sqlite => {
            "SELECT m.name || ' ' || group_concat(p.name || ' ' || lower(p.type) || CASE p.\"notnull\" WHEN 1 THEN ' not null' ELSE '' END, ', ') AS line \
             FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'seaql_migrations' \
             GROUP BY m.name \
             UNION ALL \
             SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL \
             ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT table_name || ' ' || string_agg(column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END, ', ' ORDER BY ordinal_position) AS line \
             FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' \
             GROUP BY table_name \
             UNION ALL \
             SELECT 'index ' || indexname FROM pg_indexes \
             WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' AND tablename <> 'seaql_migrations' \
             ORDER BY 1"
        }
    };
    rows(&database, sql).await.join("\n")
}

async fn schemas_are_as_reviewed(engine: Engine, file: &str) {
    let mut text = format!("The schema of every service on {engine:?}: tables with their columns, then indexes.\n");
    for (service, migrations) in SERVICES {
        let _ = write!(text, "\n{service}\n\n{}\n", schema(engine, migrations).await);
    }
    testkit::golden(super::golden_file(file), &text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schemas_are_as_reviewed_sqlite() {
    schemas_are_as_reviewed(Engine::Sqlite, "schema-sqlite.txt").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schemas_are_as_reviewed_postgres() {
    schemas_are_as_reviewed(Engine::Postgres, "schema-postgres.txt").await;
}

/// A released step is never edited: databases have taken it as it was.
#[test]
fn released_steps_stay_as_they_are() {
    let mut text =
        String::from("The steps of every schema, with a checksum of their text. Lines are only ever added.\n\n");
    for (service, migrations) in SERVICES {
        for step in migrations.steps() {
            let checksum = step
                .sql
                .bytes()
                .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
            let _ = writeln!(text, "{service:<12}{:<32}{checksum:016x}", step.name);
        }
    }
    testkit::golden(super::golden_file("schema-steps.txt"), &text);
}

testkit::on_both_databases! {
    /// Two who migrate at the same time do not get in each other's way.
    async fn a_schema_is_brought_up_to_date_once(database: TestDatabase) {
        let (one, other) = (database.open().await, database.open().await);
        let migrations = registry::Service::MIGRATIONS;
        assert!(!migrations.missing(&one).await.expect("asked").is_empty());
        if database.engine() == Engine::Postgres {
            let (first, second) = tokio::join!(migrations.apply(&one), migrations.apply(&other));
            first.expect("applied");
            second.expect("applied");
        } else {
            migrations.apply(&one).await.expect("applied");
        }
        migrations.apply(&one).await.expect("nothing left to do");
        assert!(migrations.missing(&other).await.expect("asked").is_empty());
    }
}
