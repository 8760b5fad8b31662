//! One attempt: what an operation that changes something sees of the world.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use prost::{Message, Name};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement, Value};

use super::runner::{Act, Shared};
use crate::access::{Authority, Caller};
use crate::clock::{Moment, civil_date};
use crate::db::{self, Double, Inserts};
use crate::error::Error;
use crate::ids::{PersonId, RawId};
use crate::outbox::NewEvent;
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
    told: Mutex<Vec<NewEvent>>,
    last: Mutex<Last>,
}

/// Rows that go in when the attempt is committed, and what it means if one of them is there already.
#[derive(Default)]
struct Last {
    rows: Inserts,
    doubles: Vec<Double<Error>>,
}

/// A part of an attempt that can be taken back alone.
#[derive(Debug)]
#[must_use = "a part is ended or taken back"]
pub struct Part {
    /// Events told before it.
    told: usize,
    /// Rows to be put in at the commit before it.
    last: usize,
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
        Self { transaction, shared, act, now, told: Mutex::default(), last: Mutex::default() }
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

    /// All the caller's grants, also those that the operation's door is closed to: it matters who she is besides where
    /// one person must not do what another did.
    pub fn whole_authority(&self) -> Authority {
        self.act.authority.whole(&self.act.caller)
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
    pub fn publish<M: Message + Name>(&self, subject: Subject, event: &M) {
        self.tell(self.person(), subject, event);
    }

    /// The same with the service as the one who did it: for what others may know of, but not who did it. The audit
    /// trail still says who.
    pub fn publish_unattributed<M: Message + Name>(&self, subject: Subject, event: &M) {
        self.tell(Caller::service(self.shared.name).person(), subject, event);
    }

    fn tell<M: Message + Name>(&self, actor: PersonId, subject: Subject, event: &M) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let ordinal = i32::try_from(told.len()).expect("an operation tells of less");
        told.push(NewEvent {
            id: self.new_id(),
            type_name: M::full_name(),
            subject,
            ordinal,
            occurred_at: self.now,
            actor,
            traceparent: telemetry::traceparent(),
            payload: event.encode_to_vec(),
        });
    }

    /// Begins a part of this attempt that can be taken back alone. Parts lie within each other; the last begun is the
    /// first to be ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_part(&self) -> Result<Part, Error> {
        self.transaction.execute_unprepared("SAVEPOINT part").await?;
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner).len();
        Ok(Part { told, last: self.last().doubles.len() })
    }

    /// Ends a part that stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_part(&self, _: Part) -> Result<(), Error> {
        self.transaction.execute_unprepared("RELEASE SAVEPOINT part").await?;
        Ok(())
    }

    /// Takes a part back: what it wrote and told is lost. A part must put nothing in at the commit.
    ///
    /// # Errors
    /// When the database fails, or something was to be put in at the commit.
    pub async fn take_back(&self, part: Part) -> Result<(), Error> {
        if self.last().doubles.len() > part.last {
            return Err(Error::internal("a part that puts rows in at the commit cannot be taken back"));
        }
        self.transaction.execute_unprepared("ROLLBACK TO SAVEPOINT part").await?;
        self.transaction.execute_unprepared("RELEASE SAVEPOINT part").await?;
        self.told.lock().unwrap_or_else(PoisonError::into_inner).truncate(part.told);
        Ok(())
    }

    pub(crate) fn subject(&self) -> Option<Subject> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).first().map(|event| event.subject)
    }

    /// Puts a row in when this attempt is committed, in one trip with what is recorded of it: for a row that
    /// the operation does not read again. `double` is the refusal if it is there already.
    pub fn insert_at_commit<const N: usize>(&self, table: &'static str, row: [Value; N], double: Double<Error>) {
        let mut last = self.last();
        last.rows.add(table, [row]);
        last.doubles.push(double);
    }

    /// Records something of this attempt when it is committed.
    pub(crate) fn record<const N: usize>(&self, table: &'static str, rows: impl IntoIterator<Item = [Value; N]>) {
        self.last().rows.add(table, rows);
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes what this attempt did last, with the events it told and what else is recorded of it, and
    /// wakes the relay if there are events.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        let told = self.told.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Last { mut rows, doubles } = self.last.into_inner().unwrap_or_else(PoisonError::into_inner);
        let published = !told.is_empty();
        outbox::insert(&mut rows, told);
        db::unique_or(rows.run(&self.transaction).await, &doubles)?;
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
        self.act.tell_statement();
        self.transaction.execute_raw(statement).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.act.tell_statement();
        self.transaction.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.act.tell_statement();
        self.transaction.query_one_raw(statement).await
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.act.tell_statement();
        self.transaction.query_all_raw(statement).await
    }
}
