//! Figures that were computed lately, kept as long as nothing changed that they follow from.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use platform::access::UnitId;
use proto::common::v1::UnitLevel;

use crate::domain::days::Days;

/// Figures that are kept in all, of each kind.
const FIGURES: usize = 300_000;

/// What cells were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    pub(crate) indicators: Vec<String>,
    pub(crate) units: Vec<UnitId>,
    pub(crate) parts: bool,
    pub(crate) days: Days,
}

/// What map was asked for: thousands of units, which are not gathered again to find it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MapQuestion {
    pub(crate) unit: UnitId,
    pub(crate) indicator: &'static str,
    pub(crate) level: UnitLevel,
    pub(crate) days: Days,
    pub(crate) map_day: NaiveDate,
}

/// How often sums were changed, and the version of the units: while both stay, so do all figures.
pub(crate) type Version = (i64, i64);

/// Answers by question, each a list of figures.
#[derive(Debug)]
pub(crate) struct Memory<Q, F>(Mutex<Kept<Q, F>>);

#[derive(Debug)]
struct Kept<Q, F> {
    version: Version,
    answers: HashMap<Q, Arc<Vec<F>>>,
    figures: usize,
}

impl<Q, F> Kept<Q, F> {
    fn nothing(version: Version) -> Self {
        Self { version, answers: HashMap::new(), figures: 0 }
    }
}

impl<Q, F> Default for Memory<Q, F> {
    fn default() -> Self {
        Self(Mutex::new(Kept::nothing(Version::default())))
    }
}

impl<Q: Eq + Hash, F> Memory<Q, F> {
    /// The answer to a question, if it is kept and of this version.
    pub(crate) fn recall(&self, version: Version, question: &Q) -> Option<Arc<Vec<F>>> {
        let kept = self.kept();
        if kept.version == version { kept.answers.get(question).cloned() } else { None }
    }

    /// Keeps an answer; those of another version are forgotten, and all of them if there are too many.
    pub(crate) fn keep(&self, version: Version, question: Q, answer: Arc<Vec<F>>) {
        let mut kept = self.kept();
        if kept.version != version || kept.figures + answer.len() > FIGURES {
            *kept = Kept::nothing(version);
        }
        kept.figures += answer.len();
        kept.answers.insert(question, answer);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept<Q, F>> {
        self.0.lock().expect("no code panics while it holds this lock")
    }
}
