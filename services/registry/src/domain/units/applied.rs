//! A change that was applied to the register, and may be undone.

use platform::clock::Moment;
use platform::ids::PersonId;

use super::change::UnitChange;
use crate::error::Error;

platform::id_type! {
    /// Identity of a change of units.
    UnitChangeId
}

/// A change that was applied: its files as they were given, and what was made of them.
#[derive(Clone, Debug)]
pub(crate) struct AppliedChange {
    pub(crate) id: UnitChangeId,
    pub(crate) change: UnitChange,
    pub(crate) files: Files,
    /// Version of the table it made.
    pub(crate) table_version: i64,
    pub(crate) applied_by: PersonId,
    pub(crate) applied_at: Moment,
    pub(crate) state: ChangeState,
}

/// The files of a change, as they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) units: Vec<u8>,
    pub(crate) successors: Vec<u8>,
}

/// Whether a change still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChangeState {
    /// It is part of the table.
    Applied,
    /// It was taken back, for a reason, by the table of this version.
    Undone { by: PersonId, at: Moment, reason: String, table_version: i64 },
}

impl AppliedChange {
    /// The change taken back.
    pub(crate) fn undo(self, by: PersonId, at: Moment, reason: String, table_version: i64) -> Result<Self, Error> {
        match self.state {
            ChangeState::Undone { .. } => Err(Error::UnitChangeUndone { change: self.id }),
            ChangeState::Applied => Ok(Self { state: ChangeState::Undone { by, at, reason, table_version }, ..self }),
        }
    }
}
