//! What tests of every crate stand on. The real thing, small: real databases, a clock set by hand,
//! identities that repeat, tokens signed with a real key.

mod bed;
mod callers;
mod databases;
pub mod dossiers;
mod golden;
mod postgres;
mod program;
mod scales;
mod served;

pub use bed::{Bed, Wire, assert_refused, assert_status};
pub use callers::{Callers, person};
pub use databases::{Engine, Started, TestDatabase, count};
pub use golden::golden;
pub use object_store;
pub use postgres::Postgres;
pub use program::program;
pub use proptest;
pub use scales::Scales;
pub use served::Served;
pub use tempfile;

use chrono::{DateTime, Utc};
use platform::clock::{Clock, TestClock};
use platform::sealing::MasterKeys;

/// The moment at which tests begin: 2026-11-23, 09:00 in Viet Nam.
///
/// # Panics
/// Never: the moment is valid.
#[must_use]
pub fn beginning() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-23T02:00:00Z").expect("a moment").to_utc()
}

/// A clock that stands at the [`beginning`], and the same clock for what is tested.
#[must_use]
pub fn test_clock() -> (TestClock, Clock) {
    let clock = TestClock::at(beginning());
    (clock.clone(), Clock::Test(clock))
}

/// The keys that services seal with in tests.
///
/// # Panics
/// Never: the keys are sound.
#[must_use]
pub fn master_keys() -> MasterKeys {
    MasterKeys::parse(&"5a".repeat(32)).expect("keys")
}

/// Waits until something holds; fails with what was awaited if it does not within ten seconds.
///
/// # Panics
/// When it does not hold in time.
pub async fn eventually<F: Future<Output = bool>>(awaited: &str, holds: impl FnMut() -> F) {
    eventually_within(std::time::Duration::from_secs(10), awaited, holds).await;
}

/// The same with a limit of its own, for what takes longer.
///
/// # Panics
/// When it does not hold in time.
pub async fn eventually_within<F: Future<Output = bool>>(
    limit: std::time::Duration,
    awaited: &str,
    mut holds: impl FnMut() -> F,
) {
    let began = tokio::time::Instant::now();
    while !holds().await {
        assert!(began.elapsed() < limit, "waited {limit:?} in vain: {awaited}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

/// Makes a test of each database of one test function that takes a fresh [`TestDatabase`].
///
/// ```text
/// testkit::on_both_databases! {
///     async fn a_product_is_found_again(database: TestDatabase) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both_databases {
    ($( $(#[$attribute:meta])* async fn $name:ident($database:ident : $type:ty) $body:block )+) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                async fn on($database: $type) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    Box::pin(on($crate::TestDatabase::new($crate::Engine::Sqlite).await)).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    Box::pin(on($crate::TestDatabase::new($crate::Engine::Postgres).await)).await;
                }
            }
        )+
    };
}
