//! What a level owes by a day outside of a dossier's own way: the decision on a revocation, the answer to a complaint,
//! what the ministry asked a province for.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::RawId;

use super::certificate::CertificateId;
use super::clock::ClockKind;
use super::dossier::{DossierId, Level};

/// What a level owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owed {
    pub(crate) kind: ClockKind,
    /// The revocation, complaint or request.
    pub(crate) matter: RawId,
    pub(crate) level: Level,
    /// Commune it is about, and its province.
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    pub(crate) dossier: Option<DossierId>,
    pub(crate) certificate: Option<CertificateId>,
    pub(crate) due_on: NaiveDate,
}
