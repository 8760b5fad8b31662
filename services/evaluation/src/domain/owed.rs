//! What a level owes by a day outside of a dossier's own way: the decision on a revocation, the answer to a complaint,
//! what the ministry asked a province for.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::RawId;

use super::certificate::CertificateId;
use super::clock::ClockKind;
use super::complaint::Complaint;
use super::dossier::{DossierId, Level};
use super::redo::RedoRequest;
use super::revocation::Revocation;

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

impl From<Revocation> for Owed {
    fn from(revocation: Revocation) -> Self {
        Self {
            kind: ClockKind::Revocation,
            matter: revocation.id.into(),
            level: revocation.level,
            unit: revocation.unit,
            province: revocation.province,
            dossier: None,
            certificate: Some(revocation.certificate),
            due_on: revocation.due_on,
        }
    }
}

impl From<Complaint> for Owed {
    fn from(complaint: Complaint) -> Self {
        Self {
            kind: ClockKind::ComplaintAnswer,
            matter: complaint.id.into(),
            level: complaint.held_at(),
            unit: complaint.matter.unit,
            province: complaint.matter.province,
            dossier: Some(complaint.matter.dossier),
            certificate: complaint.matter.certificate,
            due_on: complaint.due_on,
        }
    }
}

impl From<RedoRequest> for Owed {
    fn from(request: RedoRequest) -> Self {
        Self {
            kind: ClockKind::Redo,
            matter: request.id.into(),
            level: Level::Province,
            unit: request.unit,
            province: request.province,
            dossier: Some(request.dossier),
            certificate: request.certificate,
            due_on: request.due_on,
        }
    }
}
