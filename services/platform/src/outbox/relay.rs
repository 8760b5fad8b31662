//! Numbering events.
//!
//! One relay at a time numbers, across all replicas: whoever holds the lease, in the very transaction that
//! numbers. It runs read committed: a serializable scan of the outbox would
//! conflict with every operation that publishes.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Statement,
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::publish::event;
use crate::error::Error;
use crate::ids::RawId;
use crate::lease::Lease;
use crate::operation::Runner;

/// Most events numbered in one transaction.
const BATCH: u64 = 500;
/// How often the outbox is looked at without being told: other replicas write there too.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(200);
/// Longest pause after the database failed again and again.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Numbers a service's committed events.
pub struct Relay<S> {
    runner: Runner<S>,
    lease: Lease,
    head: Arc<watch::Sender<i64>>,
}

impl<S: Send + Sync> Relay<S> {
    /// A relay; `head` is told the highest position it has given.
    pub fn new(runner: Runner<S>, head: Arc<watch::Sender<i64>>) -> Self {
        let lease = Lease::new("relay", &runner);
        Self { runner, lease, head }
    }

    /// Numbers events until told to stop.
    pub async fn run(self, stop: CancellationToken) {
        let mut wait = LOOKED_AT_EVERY;
        loop {
            let published = self.runner.shared().published.notified();
            match self.number().await {
                // A full batch: there may be more.
                Ok(numbered) if numbered >= BATCH => continue,
                Ok(_) => wait = LOOKED_AT_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "could not number events; trying again");
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
            tokio::select! {
                () = published => {}
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => return,
            }
        }
    }

    /// Numbers one batch of events, if this relay holds the lease or can have it. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn number(&self) -> Result<u64, Error> {
        // Looked at first without a lock: mostly there is nothing to do, and nobody is disturbed.
        if unnumbered(self.runner.database().reader(), 1).await?.is_empty() {
            return Ok(0);
        }
        let transaction = self.runner.database().begin_read_committed().await?;
        if !self.lease.hold(&transaction, self.runner.clock().now()).await? {
            return Ok(0);
        }
        let events = unnumbered(&transaction, BATCH).await?;
        let events = in_order_of_versions(&transaction, events).await?;
        let numbered = u64::try_from(events.len()).unwrap_or_default();
        let head = assign(&transaction, &events).await?;
        transaction.commit().await?;
        self.head.send_if_modified(|present| std::mem::replace(present, head.max(*present)) != head);
        Ok(numbered)
    }
}

/// What the relay needs to know of an event.
#[derive(Clone, Debug, FromQueryResult)]
struct Unnumbered {
    id: RawId,
    subject_id: RawId,
    subject_version: i64,
    ordinal: i32,
}

fn in_order_of_time() -> Select<event::Entity> {
    event::Entity::find()
        .select_only()
        .columns([event::Column::Id, event::Column::SubjectId, event::Column::SubjectVersion, event::Column::Ordinal])
        .filter(event::COLUMN.position.is_null())
        .order_by_asc(event::COLUMN.occurred_at)
        .order_by_asc(event::COLUMN.id)
}

async fn unnumbered(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Unnumbered>, DbErr> {
    in_order_of_time().limit(most).into_model().all(db).await
}

/// Puts the events of each subject in the order of its versions: clocks of two replicas may disagree, and
/// the batch may have been cut between two versions.
async fn in_order_of_versions(
    transaction: &DatabaseTransaction,
    mut events: Vec<Unnumbered>,
) -> Result<Vec<Unnumbered>, DbErr> {
    if events.len() as u64 == BATCH {
        let subjects: BTreeSet<_> = events.iter().map(|event| event.subject_id).collect();
        events =
            in_order_of_time().filter(event::COLUMN.subject_id.is_in(subjects)).into_model().all(transaction).await?;
    }
    let mut by_subject: HashMap<RawId, Vec<Unnumbered>> = HashMap::new();
    for event in &events {
        by_subject.entry(event.subject_id).or_default().push(event.clone());
    }
    let mut in_order: HashMap<RawId, std::vec::IntoIter<Unnumbered>> = HashMap::new();
    for (subject, mut of_subject) in by_subject {
        of_subject.sort_by_key(|event| (event.subject_version, event.ordinal));
        in_order.insert(subject, of_subject.into_iter());
    }
    Ok(events.iter().filter_map(|event| in_order.get_mut(&event.subject_id)?.next()).collect())
}

/// Gives the events the next positions, in the order given. Returns the highest position there is now.
async fn assign(transaction: &DatabaseTransaction, events: &[Unnumbered]) -> Result<i64, DbErr> {
    let backend = transaction.get_database_backend();
    let advance = Statement::from_sql_and_values(
        backend,
        "UPDATE feed_head SET position = position + $1 WHERE id = 1 RETURNING position",
        [i64::try_from(events.len()).unwrap_or_default().into()],
    );
    let row = transaction.query_one_raw(advance).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the one row of feed_head".to_owned()))?;
    let head: i64 = row.try_get("", "position")?;
    let before = head - i64::try_from(events.len()).unwrap_or_default();
    // One statement for many events; a few fixed lengths, so that the statements stay prepared.
    let mut position = before;
    for chunk in chunks(events) {
        let mut values = Vec::with_capacity(chunk.len() * 2);
        let mut rows = Vec::with_capacity(chunk.len());
        for event in chunk {
            position += 1;
            values.push(event.id.into());
            values.push(position.into());
            rows.push(format!("(${}, ${})", values.len() - 1, values.len()));
        }
        let sql = format!(
            "WITH numbered (id, position) AS (VALUES {}) \
             UPDATE event SET position = numbered.position FROM numbered WHERE event.id = numbered.id",
            rows.join(", ")
        );
        transaction.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(head)
}

/// Cuts into pieces of 100, 10 and 1.
fn chunks(events: &[Unnumbered]) -> impl Iterator<Item = &[Unnumbered]> {
    let (hundreds, rest) = events.split_at(events.len() / 100 * 100);
    let (tens, ones) = rest.split_at(rest.len() / 10 * 10);
    hundreds.chunks(100).chain(tens.chunks(10)).chain(ones.chunks(1))
}
