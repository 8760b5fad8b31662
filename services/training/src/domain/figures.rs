//! Figures of training: people and attendances, kept apart.

use super::learner::OfficialLevel;

/// People and attendances (lượt). A person in two classes is one person and two attendances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) people: i64,
    pub(crate) attendances: i64,
}

/// Figures of an interval, and of the officials among them by level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrainingCount {
    pub(crate) all: Figures,
    /// In order of the levels; levels of which nobody attended are absent. A person who rose from one level to
    /// another is counted in both, and once in `all`.
    pub(crate) by_level: Vec<(OfficialLevel, Figures)>,
}
