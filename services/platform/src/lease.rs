//! Work that one process at a time does, across all replicas of a service.

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::clock::Moment;
use crate::ids::RawId;
use crate::operation::Runner;

/// Longest a lease is held without renewing it.
const HELD_FOR: TimeDelta = TimeDelta::seconds(5);

/// A claim on a lease row.
///
/// Holding it inside a transaction locks the row until that transaction ends: whoever lost the lease
/// without knowing finds another holder there, and so does nothing. The epoch counts the holders. A SQLite
/// file belongs to one process, so there a holder that is gone need not be waited for.
#[derive(Clone, Debug)]
pub struct Lease {
    name: String,
    holder: RawId,
}

impl Lease {
    /// A claim of this process.
    pub fn new<S: Send + Sync>(name: impl Into<String>, runner: &Runner<S>) -> Self {
        Self { name: name.into(), holder: runner.shared().ids.next(runner.clock().now()) }
    }

    /// Takes the lease or renews it; false if another holds it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold(&self, db: &impl ConnectionTrait, now: Moment) -> Result<bool, DbErr> {
        let expired_before = match db.get_database_backend() {
            DbBackend::Sqlite => now + HELD_FOR + TimeDelta::microseconds(1),
            _ => now,
        };
        let statement = Statement::from_sql_and_values(
            db.get_database_backend(),
            "INSERT INTO lease (name, holder, epoch, expires_at) VALUES ($1, $2, 1, $3) \
             ON CONFLICT (name) DO UPDATE SET \
               holder = excluded.holder, expires_at = excluded.expires_at, \
               epoch = CASE WHEN lease.holder = excluded.holder THEN lease.epoch ELSE lease.epoch + 1 END \
             WHERE lease.holder = excluded.holder OR lease.expires_at < $4 \
             RETURNING epoch",
            [self.name.as_str().into(), self.holder.into(), (now + HELD_FOR).into(), expired_before.into()],
        );
        Ok(db.query_one_raw(statement).await?.is_some())
    }

    /// Gives the lease up, so that another may take it at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let statement = Statement::from_sql_and_values(
            db.get_database_backend(),
            "DELETE FROM lease WHERE name = $1 AND holder = $2",
            [self.name.as_str().into(), self.holder.into()],
        );
        db.execute_raw(statement).await.map(|_| ())
    }
}
