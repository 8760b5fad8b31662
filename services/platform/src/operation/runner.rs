//! Runs operations: opens attempts, and decides when to try again.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Digests, View, Work, audit};
use crate::access::{Authority, Caller, Policy, Units};
use crate::clock::{Clock, civil_date};
use crate::db::Database;
use crate::error::Error;
use crate::ids::Ids;

/// What runs a service's operations. Clones share everything.
pub struct Runner<S>(Arc<Shared<S>>);

impl<S> Clone for Runner<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// What a runner is made of.
pub struct RunnerParts<S> {
    /// Name of the service, such as `registry`.
    pub name: &'static str,
    /// Its database.
    pub database: Database,
    /// Where time comes from.
    pub clock: Clock,
    /// Where identities come from.
    pub ids: Ids,
    /// Who may do what.
    pub policy: Policy,
    /// The administrative units.
    pub units: Units,
    /// How requests are told apart.
    pub digests: Digests,
    /// Its own state: what it keeps in memory and whom it may ask.
    pub service: S,
}

pub(crate) struct Shared<S> {
    pub(crate) name: &'static str,
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) policy: Policy,
    pub(crate) units: Units,
    pub(crate) digests: Digests,
    pub(crate) service: S,
    /// Told when an operation that published was committed.
    pub(crate) published: Notify,
    /// Ends calls of many messages.
    pub(crate) stop: CancellationToken,
}

/// Who does what: the caller, her grants that count here, and the name of the operation.
#[derive(Clone)]
pub(crate) struct Act {
    pub(crate) operation: &'static str,
    pub(crate) caller: Arc<Caller>,
    pub(crate) authority: Authority,
}

/// Where each statement of an operation is told of, for those who count them.
pub const STATEMENTS: &str = "ocop::statements";

impl Act {
    /// Tells that a statement of the operation goes to the database.
    pub(crate) fn tell_statement(&self) {
        tracing::trace!(target: STATEMENTS, operation = self.operation);
    }
}

impl<S: Send + Sync> Runner<S> {
    /// Makes a runner.
    pub fn new(parts: RunnerParts<S>) -> Self {
        Self::stopped_by(CancellationToken::new(), parts)
    }

    /// Makes a runner whose calls of many messages end when they are told to.
    pub fn stopped_by(stop: CancellationToken, parts: RunnerParts<S>) -> Self {
        let RunnerParts { name, database, clock, ids, policy, units, digests, service } = parts;
        let published = Notify::new();
        Self(Arc::new(Shared { name, database, clock, ids, policy, units, digests, service, published, stop }))
    }

    /// Name of the service.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// The service's own state.
    pub fn service(&self) -> &S {
        &self.0.service
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// Where time comes from.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The role × operation table.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The administrative units.
    pub fn units(&self) -> &Units {
        &self.0.units
    }

    pub(crate) fn shared(&self) -> &Arc<Shared<S>> {
        &self.0
    }

    /// Runs an operation of the service's own accord: a job, a step at the start.
    ///
    /// # Errors
    /// When the operation refuses, or others were in the way too often.
    pub async fn run<C, T, E, F>(&self, operation_name: &'static str, command: &C, operation: F) -> Result<T, Error>
    where
        E: Into<Error>,
        F: for<'w> AsyncFn(&'w Work<S>, &'w C) -> Result<T, E>,
    {
        self.run_as(&self.own_act(operation_name), command, operation).await
    }

    /// Runs an operation without a request of its own that could be repeated.
    pub(super) async fn run_as<C, T, E, F>(&self, act: &Act, command: &C, operation: F) -> Result<T, Error>
    where
        E: Into<Error>,
        F: for<'w> AsyncFn(&'w Work<S>, &'w C) -> Result<T, E>,
    {
        let mut attempts = Attempts::new(act.operation);
        loop {
            let tried = async {
                let work = self.begin(act).await?;
                let value = operation(&work, command).await.map_err(Into::into)?;
                audit::record(&work, None);
                work.commit().await.map(|()| value)
            };
            match tried.await {
                Err(error) if attempts.may_retry(&error).await => {}
                outcome => return outcome,
            }
        }
    }

    /// Opens an attempt.
    pub(crate) async fn begin(&self, act: &Act) -> Result<Work<S>, Error> {
        let transaction = self.0.database.begin().await?;
        Ok(Work::new(transaction, Arc::clone(&self.0), act.clone()))
    }

    /// Opens a view for what the service reads of its own accord.
    pub fn own_view(&self, operation_name: &'static str) -> View<S> {
        View::new(Arc::clone(&self.0), self.own_act(operation_name), None)
    }

    pub(crate) fn own_act(&self, operation: &'static str) -> Act {
        let caller = Arc::new(Caller::service(self.0.name));
        let today = civil_date(self.0.clock.now());
        let authority = Authority::of(caller.grants().to_vec(), today, self.0.units.table());
        Act { operation, caller, authority }
    }
}

/// Counts the attempts at an operation and waits between them.
#[derive(Debug)]
pub struct Attempts {
    operation: &'static str,
    made: u32,
}

impl Attempts {
    /// Most attempts at one operation.
    const MOST: u32 = 12;
    /// Waiting time before the second attempt; doubles from attempt to attempt, up to 64 times.
    const FIRST_WAIT: Duration = Duration::from_millis(2);

    /// None made yet.
    #[must_use]
    pub fn new(operation: &'static str) -> Self {
        Self { operation, made: 0 }
    }

    /// Tells whether to try again after an error, having waited for a while if so.
    pub async fn may_retry(&mut self, error: &Error) -> bool {
        self.made += 1;
        if !error.is_contended() || self.made >= Self::MOST {
            return false;
        }
        tracing::debug!(operation = self.operation, attempt = self.made, %error, "trying again");
        let longest = Self::FIRST_WAIT * (1 << self.made.min(6));
        // Those who collided must not collide again: each waits a random part of the time.
        let random = RandomState::new().build_hasher().finish();
        let wait = longest.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64);
        tokio::time::sleep(wait).await;
        true
    }
}
