//! What an operation that only reads sees of the world.

use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::runner::{Act, Shared};
use crate::access::Authority;
use crate::clock::{Moment, civil_date};
use crate::error::Error;
use crate::ids::PersonId;

/// A read by a service with the state `S`. It is also the connection: hand it to the functions of a store.
pub struct View<S> {
    shared: Arc<Shared<S>>,
    act: Act,
    now: Moment,
    snapshot: Option<DatabaseTransaction>,
}

impl<S: Send + Sync> View<S> {
    pub(crate) fn new(shared: Arc<Shared<S>>, act: Act, snapshot: Option<DatabaseTransaction>) -> Self {
        let now = shared.clock.now();
        Self { shared, act, now, snapshot }
    }

    /// The same with all statements seeing one moment, from now on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn at_one_moment(&self) -> Result<Self, Error> {
        let snapshot = self.shared.database.begin_snapshot().await?;
        Ok(Self::new(Arc::clone(&self.shared), self.act.clone(), Some(snapshot)))
    }

    /// The service's own state: what it keeps in memory and whom it may ask.
    pub fn service(&self) -> &S {
        &self.shared.service
    }

    /// Who reads.
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

    /// The moment of this read.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The civil date of this read in Viet Nam.
    pub fn today(&self) -> NaiveDate {
        civil_date(self.now)
    }
}

#[async_trait::async_trait]
impl<S: Send + Sync> ConnectionTrait for View<S> {
    fn get_database_backend(&self) -> DbBackend {
        self.shared.database.backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.act.tell_statement();
        match &self.snapshot {
            Some(snapshot) => snapshot.execute_raw(statement).await,
            None => self.shared.database.reader().execute_raw(statement).await,
        }
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.act.tell_statement();
        match &self.snapshot {
            Some(snapshot) => snapshot.execute_unprepared(sql).await,
            None => self.shared.database.reader().execute_unprepared(sql).await,
        }
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.act.tell_statement();
        match &self.snapshot {
            Some(snapshot) => snapshot.query_one_raw(statement).await,
            None => self.shared.database.reader().query_one_raw(statement).await,
        }
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.act.tell_statement();
        match &self.snapshot {
            Some(snapshot) => snapshot.query_all_raw(statement).await,
            None => self.shared.database.reader().query_all_raw(statement).await,
        }
    }
}
