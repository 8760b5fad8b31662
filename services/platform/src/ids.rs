//! Identities: UUIDv7, made in one place, each noun with a type of its own.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, ContextV7, Timestamp, Uuid};

use crate::clock::Moment;

/// Where identities come from.
#[derive(Debug)]
pub struct Ids(Source);

#[derive(Debug)]
enum Source {
    Random(Mutex<ContextV7>),
    Seeded(AtomicU64),
}

impl Ids {
    /// Unpredictable identities that sort by the time they were made.
    #[must_use]
    pub fn random() -> Self {
        Self(Source::Random(Mutex::new(ContextV7::new())))
    }

    /// Identities that repeat from run to run, for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(AtomicU64::new(seed << 32)))
    }

    /// A new identity made at a moment.
    #[must_use]
    pub fn next(&self, now: Moment) -> Uuid {
        match &self.0 {
            Source::Random(context) => {
                let context = context.lock().expect("no code panics while it holds this lock");
                let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
                Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
            }
            Source::Seeded(counter) => {
                let count = counter.fetch_add(1, Ordering::Relaxed);
                let mut tail = [0; 10];
                tail[2..].copy_from_slice(&count.to_be_bytes());
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
                Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
            }
        }
    }
}

/// Declares a type for the identities of one noun, so that one cannot stand for another.
#[macro_export]
macro_rules! id_type {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::ids::RawId);

        impl $name {
            /// An identity known when the program is built.
            #[must_use]
            pub const fn constant(id: $crate::ids::RawId) -> Self {
                Self(id)
            }
        }

        impl From<$crate::ids::RawId> for $name {
            fn from(id: $crate::ids::RawId) -> Self {
                Self(id)
            }
        }

        impl From<$name> for $crate::ids::RawId {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$name> for $crate::ids::StoredId {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

/// What an identity is made of.
pub type RawId = Uuid;

/// An identity as a parameter of a statement.
pub use sea_orm::Value as StoredId;

id_type! {
    /// A person or service that acts: the `sub` of a token.
    PersonId
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn random_identities_sort_by_time() {
        let ids = Ids::random();
        let now = DateTime::from_timestamp_micros(1_790_000_000_000_000).expect("valid");
        let made: Vec<_> = (0..100).map(|_| ids.next(now)).collect();
        assert!(made.is_sorted());
        assert_eq!(made[0].get_version_num(), 7);
    }

    #[test]
    fn seeded_identities_repeat() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(Ids::seeded(7).next(now), Ids::seeded(7).next(now));
        assert_ne!(Ids::seeded(7).next(now), Ids::seeded(8).next(now));
    }
}
