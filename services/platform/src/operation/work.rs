//! One attempt: what an operation that changes something sees of the world.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use chrono::NaiveDate;
use prost::{Message, Name};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::runner::{Act, Shared};
use crate::access::Authority;
use crate::clock::{Moment, civil_date};
use crate::error::Error;
use crate::ids::{PersonId, RawId};
use crate::{outbox, telemetry};

/// One attempt at one operation of a service with the state `S`.
///
/// It is also the connection: hand it to the functions of a store. What it did is lost unless it is
/// committed, which the runner does when the operation returns `Ok`.
pub struct Work<S> {
    transaction: DatabaseTransaction,
    shared: Arc<Shared<S>>,
    act: Act,
    now: Moment,
    published: AtomicI32,
    subject: std::sync::OnceLock<Subject>,
}

/// What an operation is about: the noun and identity of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Noun, such as `product`.
    pub noun: &'static str,
    /// Identity.
    pub id: RawId,
    /// Version of the record after the operation.
    pub version: i64,
}

impl Subject {
    /// A record at a version.
    pub fn new(noun: &'static str, id: impl Into<RawId>, version: i64) -> Self {
        Self { noun, id: id.into(), version }
    }
}

impl<S: Send + Sync> Work<S> {
    pub(crate) fn new(transaction: DatabaseTransaction, shared: Arc<Shared<S>>, act: Act) -> Self {
        let now = shared.clock.now();
        let (published, subject) = (AtomicI32::new(0), std::sync::OnceLock::new());
        Self { transaction, shared, act, now, published, subject }
    }

    /// The service's own state: what it keeps in memory and whom it may ask.
    pub fn service(&self) -> &S {
        &self.shared.service
    }

    /// Who does this.
    pub fn person(&self) -> PersonId {
        self.act.caller.person()
    }

    /// The grants this rests on, and what they reach.
    pub fn authority(&self) -> &Authority {
        &self.act.authority
    }

    /// Name of the operation; goes into `updated_by`.
    pub fn operation(&self) -> &'static str {
        self.act.operation
    }

    /// The moment of this attempt, the same for all rows it writes.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The civil date of this attempt in Viet Nam.
    pub fn today(&self) -> NaiveDate {
        civil_date(self.now)
    }

    /// A new identity.
    pub fn new_id<T: From<RawId>>(&self) -> T {
        self.shared.ids.next(self.now).into()
    }

    /// Tells the other services, if this attempt is committed. The first subject told of is what the
    /// audit trail says the operation was about.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish<M: Message + Name>(&self, subject: Subject, event: &M) -> Result<(), Error> {
        let ordinal = self.published.fetch_add(1, Ordering::Relaxed);
        self.subject.get_or_init(|| subject);
        let row = outbox::NewEvent {
            id: self.new_id(),
            type_name: M::full_name(),
            subject,
            ordinal,
            occurred_at: self.now,
            actor: self.person(),
            traceparent: telemetry::traceparent(),
            payload: event.encode_to_vec(),
        };
        outbox::insert(self, row).await
    }

    pub(crate) fn subject(&self) -> Option<&Subject> {
        self.subject.get()
    }

    /// Makes what this attempt did last, and wakes the relay if it has something to tell.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        let published = self.published.load(Ordering::Relaxed) > 0;
        self.transaction.commit().await?;
        if published {
            self.shared.published.notify_one();
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl<S: Send + Sync> ConnectionTrait for Work<S> {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.transaction.execute_raw(statement).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.transaction.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.transaction.query_one_raw(statement).await
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.transaction.query_all_raw(statement).await
    }
}
