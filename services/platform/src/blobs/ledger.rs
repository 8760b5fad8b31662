//! Which contents a service keeps, and the pieces of its uploads: the tables `blob`, `upload` and `upload_part` of its
//! database.
//!
//! A content outlives its files by a day at least: who is about to make a file of it claims it first. One that nothing
//! refers to is doomed before it is taken away, and what is doomed cannot be claimed; so no file ever refers to a
//! content that goes.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::{Digest, Part};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::RawId;

async fn execute<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Result<u64, Error> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

async fn query<const N: usize>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: [Value; N],
) -> Result<Vec<QueryResult>, Error> {
    Ok(db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?)
}

/// Says that a content is about to be there, so that it is not taken away meanwhile; false if it is just going.
///
/// # Errors
/// When the database fails.
pub async fn claim(db: &impl ConnectionTrait, content: Digest, bytes: i64, now: Moment) -> Result<bool, Error> {
    let sql = "INSERT INTO blob (sha256, byte_count, claimed_at, doomed) VALUES ($1, $2, $3, FALSE) \
               ON CONFLICT (sha256) DO UPDATE SET claimed_at = excluded.claimed_at WHERE blob.doomed = FALSE";
    Ok(execute(db, sql, [content.to_string().into(), bytes.into(), now.into()]).await? == 1)
}

/// True if a content was claimed and is not going.
///
/// # Errors
/// When the database fails.
pub async fn is_claimed(db: &impl ConnectionTrait, content: Digest) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM blob WHERE sha256 = $1 AND doomed = FALSE";
    Ok(!query(db, sql, [content.to_string().into()]).await?.is_empty())
}

/// Dooms the contents that nobody claimed since a moment and that nothing refers to: `referred_to` selects the others.
pub(super) async fn doom(
    db: &impl ConnectionTrait,
    claimed_before: Moment,
    referred_to: &'static str,
) -> Result<(), Error> {
    let sql = format!("UPDATE blob SET doomed = TRUE WHERE claimed_at < $1 AND sha256 NOT IN ({referred_to})");
    execute(db, &sql, [claimed_before.into()]).await.map(|_| ())
}

/// The contents that are to be taken away.
pub(super) async fn doomed(db: &impl ConnectionTrait) -> Result<Vec<Digest>, Error> {
    let rows = query(db, "SELECT sha256 FROM blob WHERE doomed = TRUE", []).await?;
    let read = |row: &QueryResult| -> Result<Digest, Error> {
        row.try_get_by_index::<String>(0)?.parse().map_err(|_| Error::internal("a stored digest is malformed"))
    };
    rows.iter().map(read).collect()
}

/// Locks a doomed content until the transaction ends; false if it is gone already.
pub(super) async fn lock_doomed(db: &impl ConnectionTrait, content: Digest) -> Result<bool, Error> {
    let sql = "UPDATE blob SET doomed = TRUE WHERE sha256 = $1 AND doomed = TRUE";
    Ok(execute(db, sql, [content.to_string().into()]).await? == 1)
}

/// Forgets a content that was taken away.
pub(super) async fn forget_content(db: &impl ConnectionTrait, content: Digest) -> Result<(), Error> {
    execute(db, "DELETE FROM blob WHERE sha256 = $1", [content.to_string().into()]).await.map(|_| ())
}

/// Keeps that a piece of an upload came.
///
/// # Errors
/// When the database fails.
pub async fn insert_part(db: &impl ConnectionTrait, upload: RawId, start: i64, part: Part) -> Result<(), Error> {
    let bytes = i64::try_from(part.bytes).unwrap_or(i64::MAX);
    let sql = "INSERT INTO upload_part (upload_id, start_byte, byte_count, part_id) VALUES ($1, $2, $3, $4)";
    execute(db, sql, [upload.into(), start.into(), bytes.into(), part.id.into()]).await.map(|_| ())
}

/// The pieces of an upload, in order.
///
/// # Errors
/// When the database fails.
pub async fn parts(db: &impl ConnectionTrait, upload: RawId) -> Result<Vec<Part>, Error> {
    let sql = "SELECT part_id, byte_count FROM upload_part WHERE upload_id = $1 ORDER BY start_byte";
    let read = |row: &QueryResult| -> Result<Part, Error> {
        Ok(Part { id: row.try_get_by_index(0)?, bytes: row.try_get_by_index::<i64>(1)?.unsigned_abs() })
    };
    query(db, sql, [upload.into()]).await?.iter().map(read).collect()
}

/// Gives up the uploads to which nothing came since a moment; tells how many.
pub(super) async fn discard_uploads(db: &impl ConnectionTrait, moment: Moment, by: &str) -> Result<u64, Error> {
    let sql = "UPDATE upload SET state = 'discarded', updated_by = $1 WHERE state = 'receiving' AND updated_at < $2";
    execute(db, sql, [by.into(), moment.into()]).await
}

/// Uploads that ended before a moment: complete or discarded, and asked for no more.
pub(super) async fn ended_before(db: &impl ConnectionTrait, moment: Moment) -> Result<Vec<RawId>, Error> {
    let sql = "SELECT id FROM upload WHERE state <> 'receiving' AND updated_at < $1 ORDER BY updated_at";
    query(db, sql, [moment.into()]).await?.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Forgets an upload that has ended.
pub(super) async fn forget_upload(db: &impl ConnectionTrait, upload: RawId) -> Result<(), Error> {
    execute(db, "DELETE FROM upload_part WHERE upload_id = $1", [upload.into()]).await?;
    execute(db, "DELETE FROM upload WHERE id = $1", [upload.into()]).await.map(|_| ())
}
