//! Numbering events.
//!
//! One relay at a time numbers, across all replicas: whoever holds the lease, in the very transaction that
//! numbers. It runs read committed: a serializable scan of the outbox would
//! conflict with every operation that publishes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult, Statement};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::ids::RawId;
use crate::lease::Lease;
use crate::operation::Runner;

/// Most events numbered in one transaction.
const BATCH: u64 = 500;
/// Pause after events were numbered: under load many go in one transaction, which disturbs operations less.
const GATHERS_FOR: Duration = Duration::from_millis(20);
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
                Ok(0) => wait = LOOKED_AT_EVERY,
                Ok(_) => {
                    wait = LOOKED_AT_EVERY;
                    tokio::select! {
                        () = tokio::time::sleep(GATHERS_FOR) => {}
                        () = stop.cancelled() => return,
                    }
                }
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
        if unnumbered(self.runner.database().reader(), OLDEST, 1).await?.is_empty() {
            return Ok(0);
        }
        let transaction = self.runner.database().begin_read_committed().await?;
        if !self.lease.hold(&transaction, self.runner.clock().now()).await? {
            return Ok(0);
        }
        let events = unnumbered(&transaction, OLDEST, BATCH).await?;
        let events = in_order_of_versions(&transaction, events).await?;
        let numbered = u64::try_from(events.len()).unwrap_or_default();
        let head = assign(&transaction, &events).await?;
        transaction.commit().await?;
        self.head.send_if_modified(|present| std::mem::replace(present, head.max(*present)) != head);
        Ok(numbered)
    }
}

/// What the relay needs to know of an event.
#[derive(Clone, Debug)]
struct Unnumbered {
    id: RawId,
    subject_id: RawId,
    subject_version: i64,
    ordinal: i32,
}

const OLDEST: &str = "SELECT id, subject_id, subject_version, ordinal FROM event \
     WHERE position IS NULL ORDER BY occurred_at, id LIMIT $1";
const OF_THE_SAME_SUBJECTS: &str = "SELECT id, subject_id, subject_version, ordinal FROM event \
     WHERE position IS NULL AND subject_id IN \
       (SELECT subject_id FROM event WHERE position IS NULL ORDER BY occurred_at, id LIMIT $1) \
     ORDER BY occurred_at, id";

/// Events without a number, by a statement above. Written out and read by place: each event goes through here.
async fn unnumbered(db: &impl ConnectionTrait, sql: &str, most: u64) -> Result<Vec<Unnumbered>, DbErr> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [most.into()])).await?;
    let event = |row: &QueryResult| {
        Ok(Unnumbered {
            id: row.try_get_by_index(0)?,
            subject_id: row.try_get_by_index(1)?,
            subject_version: row.try_get_by_index(2)?,
            ordinal: row.try_get_by_index(3)?,
        })
    };
    rows.iter().map(event).collect()
}

/// Puts the events of each subject in the order of its versions: clocks of two replicas may disagree, and
/// the batch may have been cut between two versions.
async fn in_order_of_versions(
    transaction: &DatabaseTransaction,
    mut events: Vec<Unnumbered>,
) -> Result<Vec<Unnumbered>, DbErr> {
    if events.len() as u64 == BATCH {
        events = unnumbered(transaction, OF_THE_SAME_SUBJECTS, BATCH).await?;
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
    for (first, chunk) in (before + 1..).step_by(LENGTHS[2]).zip(events.chunks(LENGTHS[2])) {
        let length = LENGTHS.into_iter().find(|length| chunk.len() <= *length).unwrap_or(chunk.len());
        let numbered = chunk.iter().zip(first..);
        // Filled up with the last: to give it its position twice changes nothing.
        let filled = numbered.clone().chain(numbered.last().into_iter().cycle()).take(length);
        let values = filled.flat_map(|(event, position)| [event.id.into(), position.into()]);
        let rows: Vec<_> = (1..=length).map(|row| format!("(${}, ${})", row * 2 - 1, row * 2)).collect();
        let sql = format!(
            "WITH numbered (id, position) AS (VALUES {}) \
             UPDATE event SET position = numbered.position FROM numbered \
             WHERE event.id = numbered.id AND event.position IS NULL",
            rows.join(", ")
        );
        transaction.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(head)
}

/// How many events one statement numbers: a few fixed lengths, so that the statements stay prepared.
const LENGTHS: [usize; 3] = [1, 8, 64];
