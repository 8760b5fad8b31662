//! Two databases, one behaviour: SQLite in a file, PostgreSQL on a server.

mod inserts;
mod migrate;
mod page;
mod pool;

pub use migrate::{Migration, Migrations, platform_migrations};
pub use page::{Cursor, Page, Paged, fingerprint};
pub use pool::{Database, DatabaseConfig, Durability};

pub(crate) use inserts::Inserts;

use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Select, SqlErr};

use crate::access::UnitId;
use crate::text;

/// The one row of a query by key.
///
/// Fetched as a list: on SQLite, ending a stream of rows early costs a further trip to its thread.
///
/// # Errors
/// When the database fails.
pub async fn one<E>(select: Select<E>, db: &impl ConnectionTrait) -> Result<Option<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
{
    let mut rows = select.all(db).await?;
    debug_assert!(rows.len() <= 1, "a query by key gives one row at most");
    Ok(rows.pop())
}

/// Rows that lie in the subtrees of units, for a table that keeps the province and the commune of each row.
/// Without units there are none.
#[must_use]
pub fn within<C: ColumnTrait>(units: &[UnitId], province: C, commune: C) -> Condition {
    if units.is_empty() {
        // A condition of no parts would hold for every row.
        return Condition::any().add(Expr::value(false));
    }
    units.iter().fold(Condition::any(), |within, unit| match unit.code().len() {
        0 => within.add(Expr::value(true)),
        2 => within.add(province.eq(unit.as_str())),
        _ => within.add(commune.eq(unit.as_str())),
    })
}

/// Rows that come after a cursor in ascending order of a sort key and the identity.
#[must_use]
pub fn after<C: ColumnTrait>(cursor: Option<&Cursor>, key: C, id: C) -> Condition {
    cursor.map_or_else(Condition::all, |cursor| {
        let columns = Expr::tuple([key.into_expr(), id.into_expr()]);
        let values = Expr::tuple([Expr::value(cursor.key.clone()), Expr::value(cursor.id)]);
        Condition::all().add(columns.gt(values))
    })
}

/// Rows that come after a cursor in descending order of the identity, which is that of creation.
#[must_use]
pub fn before<C: ColumnTrait>(cursor: Option<&Cursor>, id: C) -> Condition {
    cursor.map_or_else(Condition::all, |cursor| Condition::all().add(id.lt(cursor.id)))
}

/// Rows whose folded text holds a text, accents and case aside.
#[must_use]
pub fn contains<C: ColumnTrait>(folded: C, searched: &str) -> SimpleExpr {
    folded.into_expr().like(LikeExpr::new(text::like_pattern(searched)).escape('\\'))
}

/// A rule of uniqueness that a table keeps.
#[derive(Clone, Copy, Debug)]
pub struct Unique {
    /// Name of the constraint or index: PostgreSQL tells it.
    pub name: &'static str,
    /// Its columns with their table, as SQLite tells them.
    pub columns: &'static str,
}

/// What the breaking of a rule of uniqueness means to the caller.
pub type Double<E> = (Unique, fn() -> E);

/// Gives the refusal that a broken rule of uniqueness means; other errors stay what they are.
///
/// # Errors
/// When the statement failed.
pub fn unique_or<T, E: From<DbErr>>(written: Result<T, DbErr>, rules: &[Double<E>]) -> Result<T, E> {
    written.map_err(|error| {
        if let Some(SqlErr::UniqueConstraintViolation(told)) = error.sql_err() {
            for (unique, refusal) in rules {
                if told.contains(unique.name) || told.ends_with(unique.columns) {
                    return refusal();
                }
            }
        }
        E::from(error)
    })
}
