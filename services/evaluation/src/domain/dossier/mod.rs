//! A dossier: one assessment of one product, from draft to its end.
//!
//! [`state`] says where it stands and whose turn it is, [`transition`] what leads from one state to the next,
//! [`forms`] what the producer hands in, [`record`] what officials write down about it. Nothing but a transition
//! changes a state.

mod clocks;
pub(crate) mod forms;
pub(crate) mod record;
mod state;
#[cfg(test)]
mod table;
mod transition;

use std::fmt;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

pub(crate) use self::clocks::{Clocks, Terms};
pub(crate) use self::state::{Action, DossierState, Level, Turn};
pub(crate) use self::transition::{At, Initiative, TransferOn};
use super::certificate::CertificateId;
use super::parcel::Lies;
use crate::error::Error;

platform::id_type! {
    /// Identity of a dossier.
    DossierId
}

platform::id_type! {
    /// Identity of a product, as registry gave it.
    ProductId
}

platform::id_type! {
    /// Identity of a producer, as registry gave it.
    ProducerId
}

/// Why a dossier is filed (Decision 26/2026, article 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DossierKind {
    /// The product's first assessment.
    First,
    /// A certified product is to reach a higher star.
    Upgrade,
    /// A certificate is to be followed by the next one.
    ReRanking,
}

impl DossierKind {
    /// All kinds.
    pub(crate) const ALL: [Self; 3] = [Self::First, Self::Upgrade, Self::ReRanking];

    /// Its name in the database and in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Upgrade => "upgrade",
            Self::ReRanking => "re_ranking",
        }
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A product as registry had it when the dossier was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductSnapshot {
    pub(crate) id: ProductId,
    pub(crate) etag: String,
    pub(crate) name: String,
    pub(crate) product_set: i32,
    pub(crate) unit: UnitId,
    pub(crate) sample: bool,
}

/// A producer as registry had it when the dossier was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerSnapshot {
    pub(crate) id: ProducerId,
    pub(crate) etag: String,
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// Number a level gave the registration slip (Form 01): `12/PĐK-11-03127-2026`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SlipNumber {
    pub(crate) serial: i32,
    pub(crate) province: UnitId,
    pub(crate) commune: UnitId,
    pub(crate) year: i32,
}

impl fmt::Display for SlipNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { serial, province, commune, year } = self;
        write!(formatter, "{serial}/PĐK-{}-{}-{year}", province.code(), commune.code())
    }
}

/// Proof that a level took a dossier in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub(crate) level: Level,
    pub(crate) number: String,
    pub(crate) received_at: Moment,
    pub(crate) received_by: PersonId,
    /// Last day for what the level does next.
    pub(crate) due_on: Option<NaiveDate>,
}

/// A dossier: one assessment of one product under the rules in force when it was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dossier {
    pub(crate) id: DossierId,
    pub(crate) kind: DossierKind,
    /// The rule set it is pinned to: criteria and workflow parameters of this identity.
    pub(crate) criteria_version: String,
    pub(crate) product: ProductSnapshot,
    pub(crate) producer: ProducerSnapshot,
    /// Province of its commune, for lists and rights.
    pub(crate) province: UnitId,
    /// The certificate that an upgrade or a re-ranking follows; none for a first assessment and for one that
    /// was recorded under earlier rules.
    pub(crate) previous: Option<CertificateId>,
    /// The certificate that stands while the product is assessed once more.
    pub(crate) standing: Option<CertificateId>,
    /// Code of the product, once the commune accepted the dossier.
    pub(crate) code: Option<String>,
    /// When it was handed in for the first time; while it is a draft, when it was begun.
    pub(crate) filed_at: Moment,
    /// Who handed it in; while it is a draft, who began it.
    pub(crate) filed_by: PersonId,
    /// Where the signed paper is kept, if an officer typed for the producer.
    pub(crate) paper_original: Option<String>,
    /// Number of the newest version that was handed in; 0 while none was. Frozen versions never change.
    pub(crate) frozen_version: i32,
    /// Day the commune proposed it: it decides the assessment round.
    pub(crate) proposed_on: Option<NaiveDate>,
    pub(crate) clocks: Clocks,
    pub(crate) state: DossierState,
    /// In which installation it is worked on.
    pub(crate) lies: Lies,
    pub(crate) version: i64,
    pub(crate) updated_at: Moment,
    /// The step that led here, if it was taken by this attempt.
    pub(crate) step: Option<Step>,
}

/// One step on a dossier's way, to be told to those who may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) action: Action,
    pub(crate) from: &'static str,
    pub(crate) turn_before: Turn,
    /// Reasons, or what was answered; empty if the step needs no word.
    pub(crate) note: String,
}

/// A step as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TakenStep {
    pub(crate) action: Action,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) level: Level,
    pub(crate) note: String,
    pub(crate) person: PersonId,
    /// Whom she stood in for.
    pub(crate) stands_in_for: Option<PersonId>,
    pub(crate) at: Moment,
}

impl Dossier {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// Refuses to let the same person prepare and approve.
    pub(crate) fn must_not_be_filed_by(&self, person: PersonId) -> Result<(), Error> {
        if self.filed_by == person { Err(Error::FiledBySamePerson) } else { Ok(()) }
    }

    /// Number of the version that is being written, if the state lets anybody write.
    pub(crate) fn open_version(&self) -> Result<i32, Error> {
        if self.state.is_open() { Ok(self.frozen_version + 1) } else { Err(self.refusal(Action::Edit)) }
    }

    /// Number of the newest version there is, open or frozen.
    pub(crate) fn newest_version(&self) -> i32 {
        self.frozen_version + i32::from(self.state.is_open())
    }

    /// Refuses unless a review goes on, in which surveys and tests are recorded.
    pub(crate) fn must_take_records(&self) -> Result<(), Error> {
        match self.state {
            DossierState::UnderReview { .. } | DossierState::SupplementRequested { .. } => Ok(()),
            _ => Err(self.refusal(Action::SubmitReview)),
        }
    }

    /// Whose turn it is; nobody's here, once it was given back to the province's installation.
    pub(crate) fn turn(&self) -> Turn {
        if self.lies == Lies::BackAtProvince { Turn::Nobody } else { self.state.turn(self.kind) }
    }

    fn refusal(&self, action: Action) -> Error {
        Error::DossierStateWrong { dossier: self.id, state: self.state.name(), action }
    }
}
