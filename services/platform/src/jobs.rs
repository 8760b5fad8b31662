//! What a service does of its own accord while it runs.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::lease::Lease;
use crate::operation::{Runner, forget_old_replays};

/// Something that runs until it is told to stop.
pub struct Job {
    /// Its name, for logs.
    pub name: String,
    /// What it does.
    pub run: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Job {
    /// A job that runs until it is told to stop.
    pub fn new(name: impl Into<String>, run: impl Future<Output = ()> + Send + 'static) -> Self {
        Self { name: name.into(), run: Box::pin(run) }
    }
}

/// How often old replays are forgotten.
const FORGET_REPLAYS_EVERY: Duration = Duration::from_secs(3600);

/// Forgets answers that are too old to be asked for again, from time to time; one replica does it.
pub async fn forget_replays<S: Send + Sync>(runner: Runner<S>, stop: CancellationToken) {
    let lease = Lease::new("forget_replays", &runner);
    loop {
        if let Err(error) = forget_once(&runner, &lease).await {
            tracing::warn!(%error, "could not forget old replays; trying again later");
        }
        tokio::select! {
            () = tokio::time::sleep(FORGET_REPLAYS_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn forget_once<S: Send + Sync>(runner: &Runner<S>, lease: &Lease) -> Result<(), Error> {
    let now = runner.clock().now();
    let transaction = runner.database().begin_read_committed().await?;
    if lease.hold(&transaction, now).await? {
        let forgotten = forget_old_replays(&transaction, now).await?;
        transaction.commit().await?;
        tracing::debug!(replays.forgotten = forgotten, "forgot old replays");
    }
    Ok(())
}
