//! Taking in another service's events, each exactly once.
//!
//! The cursor moves in the transaction that takes events in, and only from where the reader believes it
//! is: two replicas that read the same events cannot both apply them. An event that cannot be applied
//! parks its subject alone, with what follows of that subject; `ocop events retry` tries again.

use std::collections::HashSet;
use std::pin::Pin;
use std::time::Duration;

use prost::Message as _;
use proto::common::v1::EventEnvelope;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::Expr,
};
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

use super::{FeedPage, publish};
use crate::error::Error;
use crate::lease::Lease;
use crate::operation::{Act, Attempts, Runner, Work};
use crate::telemetry;

/// How often a quiet inbox looks whether it was rewound, asked to retry, or may take the lease.
const TICK: Duration = Duration::from_millis(500);
/// Longest wait between two tries to reach the source.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How often an event that cannot be applied is tried before it is parked.
const TRIES: u32 = 3;

/// A stream of another service's events.
pub type FeedStream = Pin<Box<dyn Stream<Item = Result<FeedPage, Status>> + Send>>;

/// Reads another service's feed; [`crate::feed_client`] makes one of a generated client.
#[tonic::async_trait]
pub trait FeedClient: Send + Sync {
    /// The events after a position, then new ones.
    async fn read(&self, after_position: i64) -> Result<FeedStream, Status>;
}

mod cursor {
    //! How far a source has been taken in.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "inbox_cursor")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) source: String,
        pub(super) position: i64,
        pub(super) head_position: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod parked_event {
    //! An event that waits.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "inbox_parked")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) source: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) position: i64,
        pub(super) subject_type: String,
        pub(super) subject_id: String,
        pub(super) envelope: Vec<u8>,
        pub(super) error: String,
        pub(super) parked_at: crate::clock::Moment,
        pub(super) retry: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a service does with events, in the transaction that takes them in.
pub trait Reaction<S> {
    /// Takes in events, in order. All of them are taken in, or none.
    fn react(&self, work: &Work<S>, events: &[&EventEnvelope]) -> impl Future<Output = Result<(), Error>>;
}

/// A reaction to one event after the other.
pub struct OneByOne<F>(F);

impl<S, F> Reaction<S> for OneByOne<F>
where
    S: Send + Sync,
    F: for<'w> AsyncFn(&'w Work<S>, &'w EventEnvelope) -> Result<(), Error>,
{
    async fn react(&self, work: &Work<S>, events: &[&EventEnvelope]) -> Result<(), Error> {
        for event in events {
            telemetry::continue_trace(&event.traceparent, (self.0)(work, event)).await?;
        }
        Ok(())
    }
}

/// A reaction to as many events as there are, for who does better with many at once.
pub struct AllAtOnce<F>(F);

impl<S, F> Reaction<S> for AllAtOnce<F>
where
    S: Send + Sync,
    F: for<'w> AsyncFn(&'w Work<S>, &'w [&'w EventEnvelope]) -> Result<(), Error>,
{
    async fn react(&self, work: &Work<S>, events: &[&EventEnvelope]) -> Result<(), Error> {
        // A trace is of one event; what is done with many goes on with that of the last.
        let traceparent = events.last().map_or("", |event| event.traceparent.as_str());
        telemetry::continue_trace(traceparent, (self.0)(work, events)).await
    }
}

/// Takes in one source's events by a reaction.
pub struct Inbox<S, R> {
    source: &'static str,
    client: Box<dyn FeedClient>,
    runner: Runner<S>,
    reaction: R,
    lease: Lease,
}

/// Why a page was not taken in.
enum NotTaken {
    /// The cursor is not where this reader believes it is: another replica moved it, or it was rewound.
    Moved,
    /// It failed.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for NotTaken {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl<S, F> Inbox<S, OneByOne<F>>
where
    S: Send + Sync,
    F: for<'w> AsyncFn(&'w Work<S>, &'w EventEnvelope) -> Result<(), Error>,
{
    /// An inbox for a source, such as `registry`, that reacts to one event after the other.
    pub fn new(source: &'static str, client: impl FeedClient + 'static, runner: Runner<S>, react: F) -> Self {
        Self::with(source, client, runner, OneByOne(react))
    }
}

impl<S, F> Inbox<S, AllAtOnce<F>>
where
    S: Send + Sync,
    F: for<'w> AsyncFn(&'w Work<S>, &'w [&'w EventEnvelope]) -> Result<(), Error>,
{
    /// An inbox for a source that reacts to as many events at once as come together.
    pub fn of_many(source: &'static str, client: impl FeedClient + 'static, runner: Runner<S>, react: F) -> Self {
        Self::with(source, client, runner, AllAtOnce(react))
    }
}

impl<S, R> Inbox<S, R>
where
    S: Send + Sync,
    R: Reaction<S>,
{
    fn with(source: &'static str, client: impl FeedClient + 'static, runner: Runner<S>, reaction: R) -> Self {
        let lease = Lease::new(format!("inbox:{source}"), &runner);
        Self { source, client: Box::new(client), runner, reaction, lease }
    }

    /// Takes in events until told to stop.
    pub async fn run(self, stop: CancellationToken) {
        let mut wait = TICK;
        while !stop.is_cancelled() {
            let ended = tokio::select! {
                ended = self.follow() => ended,
                () = stop.cancelled() => break,
            };
            match ended {
                Ok(()) => wait = TICK,
                Err(error) => {
                    tracing::warn!(inbox.source = self.source, %error, "could not take in events; trying again");
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => break,
            }
        }
        if let Ok(transaction) = self.runner.database().begin_read_committed().await
            && self.lease.release(&transaction).await.is_ok()
        {
            // A lease that stays behind only delays another replica until it expires.
            let _ = transaction.commit().await;
        }
    }

    /// Follows the source until something ends it: the stream aged, the cursor moved, another has the lease.
    async fn follow(&self) -> Result<(), Error> {
        if !self.hold_lease().await? {
            return Ok(());
        }
        let mut position = self.position().await?;
        let mut stream = self.client.read(position).await.map_err(source_unavailable)?;
        loop {
            match tokio::time::timeout(TICK, stream.next()).await {
                Ok(Some(Ok(page))) if page.events.is_empty() => {}
                Ok(Some(Ok(page))) => match self.take_in(position, &page).await {
                    Ok(reached) => position = reached,
                    Err(NotTaken::Moved) => return Ok(()),
                    Err(NotTaken::Failed(error)) => return Err(error),
                },
                // The stream has aged, or its server stops: read on from here.
                Ok(Some(Err(status))) if status.code() == Code::Unavailable => return Ok(()),
                Ok(Some(Err(status))) => return Err(source_unavailable(status)),
                Ok(None) => return Ok(()),
                Err(_) => {
                    if !self.hold_lease().await? || self.position().await? != position {
                        return Ok(());
                    }
                    self.retry_what_is_asked_for().await?;
                }
            }
        }
    }

    async fn hold_lease(&self) -> Result<bool, Error> {
        let transaction = self.runner.database().begin_read_committed().await?;
        let held = self.lease.hold(&transaction, self.runner.clock().now()).await?;
        transaction.commit().await?;
        Ok(held)
    }

    async fn position(&self) -> Result<i64, Error> {
        let known = cursor::Entity::find_by_id(self.source).one(self.runner.database().reader()).await?;
        Ok(known.map_or(0, |cursor| cursor.position))
    }

    /// Takes in a page from where the cursor stands. Returns where it stands then.
    async fn take_in(&self, position: i64, page: &FeedPage) -> Result<i64, NotTaken> {
        // What comes a second time was taken in the first time.
        let events = &page.events[page.events.partition_point(|event| event.position <= position)..];
        match self.apply(position, events, page.head_position).await {
            // Some event of the page cannot be applied: find it by taking them one by one.
            Err(NotTaken::Failed(error)) if !is_passing(&error) => {
                let mut reached = position;
                for event in events {
                    reached = self.apply_or_park(reached, event, page.head_position).await?;
                }
                Ok(reached)
            }
            outcome => outcome,
        }
    }

    async fn apply_or_park(&self, position: i64, event: &EventEnvelope, head: i64) -> Result<i64, NotTaken> {
        let mut tries = 0;
        loop {
            match self.apply(position, std::slice::from_ref(event), head).await {
                Err(NotTaken::Failed(error)) if !is_passing(&error) => {
                    tries += 1;
                    if tries == TRIES {
                        return self.park(position, event, head, &error).await;
                    }
                }
                outcome => return outcome,
            }
        }
    }

    /// Applies events in one transaction, and again in a new one if others were in the way.
    async fn apply(&self, position: i64, events: &[EventEnvelope], head: i64) -> Result<i64, NotTaken> {
        let act = self.act();
        let mut attempts = Attempts::new(act.operation);
        loop {
            let tried = async {
                let work = self.runner.begin(&act).await?;
                let parked = self.parked_subjects(&work).await?;
                let (waiting, taken): (Vec<_>, Vec<_>) =
                    events.iter().partition(|event| parked.contains(&subject_of(event)));
                for event in waiting {
                    self.insert_parked(&work, event, "waits behind an earlier event of its subject").await?;
                }
                self.reaction.react(&work, &taken).await?;
                let reached = events.last().map_or(position, |event| event.position);
                self.advance(&work, position, reached, head).await?;
                work.commit().await?;
                Ok(reached)
            };
            match tried.await {
                Err(NotTaken::Failed(error)) if attempts.may_retry(&error).await => {}
                outcome => return outcome,
            }
        }
    }

    /// Moves the cursor, if it is where this reader believes it is.
    async fn advance(&self, work: &Work<S>, from: i64, to: i64, head: i64) -> Result<(), NotTaken> {
        let first =
            cursor::ActiveModel { source: Set(self.source.to_owned()), position: Set(0), head_position: Set(0) };
        if from == 0 {
            cursor::Entity::insert(first)
                .on_conflict_do_nothing_on([cursor::Column::Source])
                .exec_without_returning(work)
                .await?;
        }
        let moved = cursor::Entity::update_many()
            .col_expr(cursor::Column::Position, Expr::value(to))
            .col_expr(cursor::Column::HeadPosition, Expr::value(Ord::max(head, to)))
            .filter(cursor::COLUMN.source.eq(self.source))
            .filter(cursor::COLUMN.position.eq(from))
            .exec(work)
            .await?;
        if moved.rows_affected == 1 { Ok(()) } else { Err(NotTaken::Moved) }
    }

    async fn park(&self, position: i64, event: &EventEnvelope, head: i64, error: &Error) -> Result<i64, NotTaken> {
        tracing::error!(
            inbox.source = self.source,
            event.position = event.position,
            event.type = event.r#type,
            event.subject_id = event.subject_id,
            %error,
            "an event cannot be applied; its subject is parked until `ocop events retry`"
        );
        let work = self.runner.begin(&self.act()).await?;
        self.insert_parked(&work, event, &error.to_string()).await?;
        self.advance(&work, position, event.position, head).await?;
        work.commit().await?;
        Ok(event.position)
    }

    async fn insert_parked(&self, work: &Work<S>, event: &EventEnvelope, error: &str) -> Result<(), Error> {
        let row = parked_event::ActiveModel {
            source: Set(self.source.to_owned()),
            position: Set(event.position),
            subject_type: Set(event.subject_type.clone()),
            subject_id: Set(event.subject_id.clone()),
            envelope: Set(publish::encode(event)),
            error: Set(error.to_owned()),
            parked_at: Set(work.now()),
            retry: Set(false),
        };
        parked_event::Entity::insert(row).exec_without_returning(work).await?;
        Ok(())
    }

    async fn parked_subjects(&self, work: &Work<S>) -> Result<HashSet<(String, String)>, Error> {
        let rows = parked_event::Entity::find().filter(parked_event::COLUMN.source.eq(self.source)).all(work).await?;
        Ok(rows.into_iter().map(|row| (row.subject_type, row.subject_id)).collect())
    }

    /// Tries parked events again, where that was asked for, in order.
    async fn retry_what_is_asked_for(&self) -> Result<(), Error> {
        let asked = parked_event::Entity::find()
            .filter(parked_event::COLUMN.source.eq(self.source))
            .filter(parked_event::COLUMN.retry.eq(true))
            .order_by_asc(parked_event::COLUMN.position)
            .all(self.runner.database().reader())
            .await?;
        let mut still_parked = HashSet::new();
        for row in asked {
            let event = EventEnvelope::decode(row.envelope.as_slice())?;
            let row_id = (row.source.clone(), row.position);
            let applied = if still_parked.contains(&subject_of(&event)) {
                Err("waits behind an earlier event of its subject".to_owned())
            } else {
                match self.retry(&event, row_id.clone()).await {
                    // It says nothing of the event: what was asked for stays asked for.
                    Err(error) if is_passing(&error) => return Err(error),
                    outcome => outcome.map_err(|error| error.to_string()),
                }
            };
            if let Err(error) = applied {
                still_parked.insert(subject_of(&event));
                let work = self.runner.begin(&self.act()).await?;
                parked_event::Entity::update_many()
                    .col_expr(parked_event::Column::Retry, Expr::value(false))
                    .col_expr(parked_event::Column::Error, Expr::value(error))
                    .filter(parked_event::COLUMN.source.eq(self.source))
                    .filter(parked_event::COLUMN.position.eq(row_id.1))
                    .exec(&work)
                    .await?;
                work.commit().await?;
            }
        }
        Ok(())
    }

    async fn retry(&self, event: &EventEnvelope, row_id: (String, i64)) -> Result<(), Error> {
        let work = self.runner.begin(&self.act()).await?;
        let unparked = parked_event::Entity::delete_by_id(row_id).exec(&work).await?;
        // Another replica has applied it meanwhile, or the cursor was set back and it comes anew.
        if unparked.rows_affected == 0 {
            return Ok(());
        }
        self.reaction.react(&work, &[event]).await?;
        work.commit().await?;
        tracing::info!(inbox.source = self.source, event.position = event.position, "a parked event was applied");
        Ok(())
    }

    fn act(&self) -> Act {
        self.runner.own_act("TakeInEvents")
    }
}

fn subject_of(event: &EventEnvelope) -> (String, String) {
    (event.subject_type.clone(), event.subject_id.clone())
}

/// True for an error that says nothing of the event: others were in the way, or the database is gone.
fn is_passing(error: &Error) -> bool {
    error.is_contended() || error.code() == Code::Unavailable
}

fn source_unavailable(status: Status) -> Error {
    Error::internal(status)
}

/// How far a source has been taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// The source, such as `registry`.
    pub source: String,
    /// Last position taken in.
    pub position: i64,
    /// Highest position the source was known to have then.
    pub head_position: i64,
}

/// How far each source has been taken in.
///
/// # Errors
/// When the database fails.
pub async fn positions(db: &impl ConnectionTrait) -> Result<Vec<SourcePosition>, Error> {
    let rows = cursor::Entity::find().order_by_asc(cursor::COLUMN.source).all(db).await?;
    let position = |row: cursor::Model| SourcePosition {
        source: row.source,
        position: row.position,
        head_position: row.head_position,
    };
    Ok(rows.into_iter().map(position).collect())
}

/// Sets all cursors back to the beginning: a projection is to be built again. Parked events come anew.
///
/// # Errors
/// When the database fails.
pub async fn rewind<S: Send + Sync>(work: &Work<S>) -> Result<(), Error> {
    cursor::Entity::update_many().col_expr(cursor::Column::Position, Expr::value(0)).exec(work).await?;
    parked_event::Entity::delete_many().exec(work).await?;
    Ok(())
}

/// An event that waits, for people to look at.
#[derive(Clone, Debug)]
pub struct Parked {
    /// The source.
    pub source: String,
    /// Its position there.
    pub position: i64,
    /// Noun and identity of its subject.
    pub subject: String,
    /// Why it waits.
    pub error: String,
}

/// The events that wait.
///
/// # Errors
/// When the database fails.
pub async fn parked(db: &impl ConnectionTrait) -> Result<Vec<Parked>, Error> {
    let rows = parked_event::Entity::find()
        .order_by_asc(parked_event::COLUMN.source)
        .order_by_asc(parked_event::COLUMN.position)
        .all(db)
        .await?;
    let waiting = |row: parked_event::Model| Parked {
        subject: format!("{} {}", row.subject_type, row.subject_id),
        source: row.source,
        position: row.position,
        error: row.error,
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// Asks for all parked events to be tried again; the inboxes do so. Returns how many there are.
///
/// # Errors
/// When the database fails.
pub async fn retry_parked(db: &impl ConnectionTrait) -> Result<u64, Error> {
    let asked = parked_event::Entity::update_many()
        .col_expr(parked_event::Column::Retry, Expr::value(true))
        .filter(Expr::value(true).eq(true))
        .exec(db)
        .await?;
    Ok(asked.rows_affected)
}
