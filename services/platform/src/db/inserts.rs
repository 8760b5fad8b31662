//! Rows of several tables, put in by one trip to the database.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

/// Rows about to be put in; the tables must not depend on each other.
#[derive(Debug, Default)]
pub(crate) struct Inserts {
    statements: Vec<String>,
    values: Vec<Value>,
}

impl Inserts {
    /// Adds rows to a table, given as `audit (id, at)` with its columns.
    pub(crate) fn add<const N: usize>(&mut self, table: &str, rows: impl IntoIterator<Item = [Value; N]>) {
        let mut statement = format!("INSERT INTO {table} VALUES ");
        let mut separator = "(";
        let empty = self.values.len();
        for row in rows {
            for value in row {
                self.values.push(value);
                // Writing to a string cannot fail.
                let _ = write!(statement, "{separator}${}", self.values.len());
                separator = ", ";
            }
            separator = "), (";
        }
        if self.values.len() > empty {
            statement.push(')');
            self.statements.push(statement);
        }
    }

    /// Puts the rows in.
    pub(crate) async fn run(mut self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let Some(last) = self.statements.pop() else { return Ok(()) };
        let backend = db.get_database_backend();
        let mut sql = String::new();
        for (number, statement) in self.statements.iter().enumerate() {
            // SQLite takes several statements at once, PostgreSQL one that holds others.
            let _ = match (backend, number) {
                (DbBackend::Postgres, 0) => write!(sql, "WITH insert_0 AS ({statement})"),
                (DbBackend::Postgres, _) => write!(sql, ", insert_{number} AS ({statement})"),
                _ => write!(sql, "{statement};"),
            };
        }
        let sql = if sql.is_empty() { last } else { format!("{sql} {last}") };
        db.execute_raw(Statement::from_sql_and_values(backend, sql, self.values)).await.map(|_| ())
    }
}
