//! The rival's database: plain sqlx, the statements written by hand.

use chrono::{DateTime, Utc};
use proto::registry::v1 as pb;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, Row as _};
use uuid::Uuid;

/// Connections, as many as a service has.
const CONNECTIONS: u32 = 8;

/// A pool of either database.
#[derive(Clone)]
pub(crate) enum Plain {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The same code for both: sqlx has a type of its own for each.
macro_rules! on {
    ($plain:expr, $pool:ident => $body:expr) => {
        match $plain {
            $crate::plain::Plain::Sqlite($pool) => $body,
            $crate::plain::Plain::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on;

const PRODUCT: &str = "SELECT p.id, p.producer_id, p.name, p.product_set, p.unit, p.province, p.description, p.sample, \
     p.state, p.retirement_reason, p.version, p.created_at, p.updated_at, \
     c.code, c.unit AS code_unit, c.province AS code_province, c.year, c.serial \
     FROM product p LEFT JOIN product_code c ON c.product_id = p.id WHERE p.id = $1 ORDER BY c.year DESC";
const PRODUCTS: &str = "SELECT id, producer_id, name, name_folded, name_key, product_set, unit, province, description, \
     sample, state, retirement_reason, version, created_at, updated_at, updated_by \
     FROM product WHERE province = $1 ORDER BY name_key, id LIMIT 101";
const CODES: &str = "SELECT code, product_id, unit AS code_unit, province, year, serial, assigned_at, updated_by \
     FROM product_code WHERE product_id IN ";

macro_rules! product {
    ($row:expr) => {{
        let row = $row;
        let state: String = row.get("state");
        let state = if state == "active" { pb::RecordState::Active } else { pb::RecordState::Retired };
        pb::Product {
            id: row.get::<Uuid, _>("id").to_string(),
            name: row.get("name"),
            product_set: row.get("product_set"),
            producer_id: row.get::<Uuid, _>("producer_id").to_string(),
            unit_id: row.get("unit"),
            description: row.get("description"),
            codes: Vec::new(),
            sample: row.get("sample"),
            state: state.into(),
            retirement_reason: row.get("retirement_reason"),
            etag: format!("v{}", row.get::<i64, _>("version")),
            created_at: Some(timestamp(row.get("created_at"))),
            updated_at: Some(timestamp(row.get("updated_at"))),
            ..Default::default()
        }
    }};
}

macro_rules! code {
    ($row:expr) => {{
        let row = $row;
        pb::ProductCode {
            code: row.get("code"),
            unit_id: row.get("code_unit"),
            serial: row.get("serial"),
            year: row.get("year"),
        }
    }};
}

fn timestamp(at: DateTime<Utc>) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: at.timestamp(), nanos: i32::try_from(at.timestamp_subsec_nanos()).unwrap_or(0) }
}

impl Plain {
    pub(crate) async fn connect(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = url.parse().expect("a URL");
            let options = options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(std::time::Duration::from_secs(5))
                .foreign_keys(true);
            let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await;
            Self::Sqlite(pool.expect("the database"))
        } else {
            let options: PgConnectOptions = url.parse().expect("a URL");
            let pool = PgPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false);
            Self::Postgres(pool.connect_with(options).await.expect("the database"))
        }
    }

    /// For writing: SQLite has one writer, and waiting for it is quicker in a queue than before a lock.
    pub(crate) async fn connect_to_write(url: &str) -> Self {
        match Self::connect(url).await {
            Self::Sqlite(pool) => {
                let options = (*pool.connect_options()).clone();
                let one = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
                Self::Sqlite(one.expect("the database"))
            }
            postgres @ Self::Postgres(_) => postgres,
        }
    }

    /// A product with its codes.
    pub(crate) async fn product(&self, id: &str) -> Option<pb::Product> {
        let id: Uuid = id.parse().ok()?;
        on!(self, pool => {
            let rows = sqlx::query(PRODUCT).bind(id).fetch_all(pool).await.expect("read");
            let mut product = product!(rows.first()?);
            let coded = rows.iter().filter(|row| row.get::<Option<String>, _>("code").is_some());
            product.codes = coded.map(|row| code!(row)).collect();
            Some(product)
        })
    }

    /// The first hundred products of a province, with their codes.
    pub(crate) async fn products(&self, province: &str) -> Vec<pb::Product> {
        on!(self, pool => {
            let rows = sqlx::query(PRODUCTS).bind(province).fetch_all(pool).await.expect("read");
            let ids: Vec<Uuid> = rows.iter().take(100).map(|row| row.get("id")).collect();
            let mut products: Vec<_> = rows.iter().take(100).map(|row| product!(row)).collect();
            let places: Vec<_> = (1..=ids.len()).map(|place| format!("${place}")).collect();
            let sql = format!("{CODES}({}) ORDER BY year DESC", places.join(", "));
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            for id in &ids {
                query = query.bind(*id);
            }
            for row in query.fetch_all(pool).await.expect("read") {
                let place = ids.iter().position(|id| *id == row.get::<Uuid, _>("product_id"));
                products[place.expect("asked for")].codes.push(code!(&row));
            }
            products
        })
    }
}
