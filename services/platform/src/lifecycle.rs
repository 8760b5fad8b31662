//! Start and stop.
//!
//! A first signal stops in order: not ready → no new calls → calls drained, up to a limit → jobs and relay.
//! A second signal cuts all of it short.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::jobs::Job;

/// What goes wrong while a process runs.
pub type ProcessError = Box<dyn std::error::Error + Send + Sync>;

/// The wish to stop, and the wish to stop at once.
#[derive(Clone, Debug, Default)]
pub struct Stopping {
    /// Stop in order.
    pub in_order: CancellationToken,
    /// Stop at once.
    pub at_once: CancellationToken,
}

impl Stopping {
    /// Wishes that come by SIGTERM or SIGINT: the first in order, the second at once.
    ///
    /// # Errors
    /// When the signals cannot be listened for.
    pub fn on_signals() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let stopping = Self::default();
        let wish = stopping.clone();
        tokio::spawn(async move {
            for token in [wish.in_order, wish.at_once] {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                token.cancel();
            }
        });
        Ok(stopping)
    }
}

/// The steps of an orderly stop, each told to those it concerns.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// Services are not ready any more.
    pub unready: CancellationToken,
    /// No new calls; streams end.
    pub no_calls: CancellationToken,
    /// Jobs, relay and inboxes end.
    pub no_jobs: CancellationToken,
}

/// How long each step of a stop may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long a service that is not ready still takes calls: balancers need time to notice.
    pub unready_for: Duration,
    /// Longest time calls in flight get to end.
    pub calls_for: Duration,
    /// Longest time jobs get to end.
    pub jobs_for: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { unready_for: Duration::ZERO, calls_for: Duration::from_secs(15), jobs_for: Duration::from_secs(5) }
    }
}

/// A server that runs until its step of the stop, and then until its calls have ended.
pub type Server = Pin<Box<dyn Future<Output = Result<(), ProcessError>> + Send>>;

/// A process: servers and jobs that start and stop together.
pub struct Process {
    /// The steps of its stop.
    pub steps: Steps,
    /// Its servers.
    pub servers: Vec<Server>,
    /// Its jobs.
    pub jobs: Vec<Job>,
    /// How long each step of its stop may take.
    pub patience: Patience,
}

impl Process {
    /// Runs until the wish to stop, or until a server or job fails, and stops in order.
    ///
    /// # Errors
    /// When a server or job failed.
    pub async fn run(self, stopping: &Stopping) -> Result<(), ProcessError> {
        let Self { steps, servers, jobs, patience } = self;
        let mut serving = JoinSet::new();
        for server in servers {
            serving.spawn(server);
        }
        let mut working = JoinSet::new();
        for job in jobs {
            let name = job.name.clone();
            working.spawn(async move {
                job.run.await;
                name
            });
        }
        let failure = tokio::select! {
            () = stopping.in_order.cancelled() => None,
            Some(ended) = serving.join_next() => Some(match ended {
                Ok(Ok(())) => ProcessError::from("a server ended by itself"),
                Ok(Err(error)) => error,
                Err(panic) => panic.into(),
            }),
            // A job that ends before it is told to, fails: nobody would notice that its work is not done.
            Some(ended) = working.join_next() => Some(match ended {
                Ok(name) => format!("the job {name} ended by itself").into(),
                Err(panic) => panic.into(),
            }),
        };
        if let Some(failure) = &failure {
            tracing::error!(error = failure.to_string(), "stopping because of a failure");
        }
        tokio::select! {
            () = stop_in_order(&steps, patience, &mut serving, &mut working) => {}
            () = stopping.at_once.cancelled() => tracing::warn!("stopping at once"),
        }
        failure.map_or(Ok(()), Err)
    }
}

async fn stop_in_order(
    steps: &Steps,
    patience: Patience,
    serving: &mut JoinSet<Result<(), ProcessError>>,
    working: &mut JoinSet<String>,
) {
    tracing::info!("stopping: not ready any more");
    steps.unready.cancel();
    tokio::time::sleep(patience.unready_for).await;
    tracing::info!("stopping: no new calls");
    steps.no_calls.cancel();
    let drained = timeout(patience.calls_for, async { while serving.join_next().await.is_some() {} });
    if drained.await.is_err() {
        tracing::warn!("calls were still in flight when their time was over");
    }
    steps.no_jobs.cancel();
    let ended = timeout(patience.jobs_for, async { while working.join_next().await.is_some() {} });
    if ended.await.is_err() {
        tracing::warn!("jobs were still at work when their time was over");
    }
    tracing::info!("stopped");
}
