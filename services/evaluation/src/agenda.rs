//! What evaluation does as time passes: it re-times clocks when the calendar changed, warns before clocks are due,
//! tells who is late, and tells of certificates that expire.

use std::time::Duration;

use platform::error::Error as Platform;
use platform::lease::Lease;
use tokio_util::sync::CancellationToken;

use crate::{Runner, ops};

/// How often it is looked what time has brought.
const EVERY: Duration = Duration::from_secs(60);

/// What has to be done as time passes. One replica does it; doing it again changes nothing.
#[derive(Clone)]
pub struct Agenda {
    runner: Runner,
    lease: Lease,
}

impl Agenda {
    pub(crate) fn new(runner: Runner) -> Self {
        Self { lease: Lease::new("agenda", &runner), runner }
    }

    /// Does all that is to be done by now, in small transactions: what was done when it is stopped stays done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run(&self) -> Result<(), Platform> {
        let Self { runner, lease } = self;
        while runner.run("RetimeClocks", lease, ops::retime_clocks).await? == Left::Something {}
        while runner.run("WatchClocks", lease, ops::watch_clocks).await? == Left::Something {}
        runner.run("WatchTerms", lease, ops::watch_terms).await?;
        while runner.run("WatchExpiries", lease, ops::watch_expiries).await? == Left::Something {}
        Ok(())
    }

    /// Looks from time to time what there is to be done, until it is told to stop.
    pub(crate) async fn keep_running(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.run().await {
                tracing::warn!(%error, "could not do what time has brought; trying again later");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = stop.cancelled() => return,
            }
        }
    }
}

/// Whether there may be more of the same to do at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Something,
    Nothing,
}

impl Left {
    /// After a batch of so many of at most `most`.
    pub(crate) fn after(count: usize, most: u64) -> Self {
        if (count as u64) < most { Self::Nothing } else { Self::Something }
    }
}
