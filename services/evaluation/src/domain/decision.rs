//! Decisions of recognition: entered by one, approved by another.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::council::DecisionReference;
use super::dossier::{DossierId, Level};
use crate::error::Error;

platform::id_type! {
    /// Identity of a decision.
    DecisionId
}

/// A decision that recognises products.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) id: DecisionId,
    /// A province, or the country for the minister's.
    pub(crate) issuer: UnitId,
    pub(crate) reference: DecisionReference,
    pub(crate) dossiers: Vec<DossierId>,
    /// SHA-256 of the signed file in hexadecimal; empty if none was given.
    pub(crate) signed_file: String,
    pub(crate) entered_at: Moment,
    /// Who entered it; unknown for those of before it was kept.
    pub(crate) entered_by: Option<PersonId>,
    pub(crate) state: DecisionState,
}

/// Where a decision stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DecisionState {
    /// A leader is to approve it.
    Entered,
    /// Its certificates are issued.
    Approved { by: Option<PersonId>, at: Option<Moment> },
    /// It has no effect.
    Declined { by: Option<PersonId>, at: Option<Moment>, reasons: String },
}

impl DecisionState {
    /// Its name in the database and in texts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Approved { .. } => "approved",
            Self::Declined { .. } => "declined",
        }
    }
}

impl Decision {
    /// The level whose result it is about.
    pub(crate) fn level(&self) -> Level {
        if self.issuer.is_country() { Level::Ministry } else { Level::Province }
    }

    /// A leader approves it; never the person who entered it.
    pub(crate) fn approve(self, by: PersonId, now: Moment) -> Result<Self, Error> {
        self.must_be_open()?;
        if self.entered_by == Some(by) {
            return Err(Error::PreparedBySamePerson);
        }
        Ok(Self { state: DecisionState::Approved { by: Some(by), at: Some(now) }, ..self })
    }

    /// A leader declines it.
    pub(crate) fn decline(self, by: PersonId, reasons: String, now: Moment) -> Result<Self, Error> {
        self.must_be_open()?;
        Ok(Self { state: DecisionState::Declined { by: Some(by), at: Some(now), reasons }, ..self })
    }

    fn must_be_open(&self) -> Result<(), Error> {
        match self.state {
            DecisionState::Entered => Ok(()),
            _ => Err(Error::DecisionStateWrong { decision: self.id, state: self.state.name() }),
        }
    }
}
