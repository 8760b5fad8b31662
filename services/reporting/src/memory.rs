//! Figures that were computed lately, kept as long as nothing changed that they follow from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use platform::access::UnitId;
use platform::clock::Moment;

use crate::domain::cells::Cell;
use crate::domain::days::Days;

/// Cells that are kept in all.
const CELLS: usize = 300_000;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    pub(crate) indicators: Vec<String>,
    pub(crate) units: Vec<UnitId>,
    pub(crate) parts: bool,
    pub(crate) days: Days,
    pub(crate) known_at: Option<Moment>,
}

/// How often sums were changed, and the version of the units: while both stay, so do all figures.
pub(crate) type Version = (i64, i64);

/// Answers by question.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    version: Version,
    answers: HashMap<Question, Arc<Vec<Cell>>>,
    cells: usize,
}

impl Memory {
    /// The answer to a question, if it is kept and of this version.
    pub(crate) fn recall(&self, version: Version, question: &Question) -> Option<Arc<Vec<Cell>>> {
        let kept = self.kept();
        if kept.version == version { kept.answers.get(question).cloned() } else { None }
    }

    /// Keeps an answer; those of another version are forgotten, and all of them if there are too many.
    pub(crate) fn keep(&self, version: Version, question: Question, answer: Arc<Vec<Cell>>) {
        let mut kept = self.kept();
        if kept.version != version || kept.cells + answer.len() > CELLS {
            *kept = Kept { version, ..Kept::default() };
        }
        kept.cells += answer.len();
        kept.answers.insert(question, answer);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().expect("no code panics while it holds this lock")
    }
}
