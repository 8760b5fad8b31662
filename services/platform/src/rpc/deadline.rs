//! When a call must be over.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// When a call must be over. A call of many messages gets the same time again whenever it has got on: what is limited
/// is how long nothing happens, not how much may be sent. Clones share the moment.
#[derive(Clone, Debug)]
pub(crate) struct Deadline {
    at: Arc<Mutex<Instant>>,
    allowed: Duration,
}

impl Deadline {
    /// The moment after which a call has taken the time it is allowed.
    pub(crate) fn after(allowed: Duration) -> Self {
        Self { at: Arc::new(Mutex::new(Instant::now() + allowed)), allowed }
    }

    /// The moment.
    pub(crate) fn at(&self) -> Instant {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the time again, from now on.
    pub(crate) fn renew(&self) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + self.allowed;
    }

    /// Waits until it has passed, however often it is renewed meanwhile.
    pub(crate) async fn passed(&self) {
        loop {
            let at = self.at();
            sleep_until(at).await;
            if self.at() <= at {
                return;
            }
        }
    }
}
