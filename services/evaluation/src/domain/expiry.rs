//! Certificates that expire, and what that brings to councils.

use chrono::{Days, NaiveDate};
use platform::access::UnitId;

use super::certificate::{Certificate, CertificateId};
use super::dossier::{DossierId, ProducerId};
use super::workflow::WorkflowParameters;

/// What is to be known of a certificate to tell of its expiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expiry {
    pub(crate) certificate: CertificateId,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    pub(crate) expires_on: NaiveDate,
}

impl From<&Certificate> for Expiry {
    fn from(certificate: &Certificate) -> Self {
        Self {
            certificate: certificate.id,
            producer: certificate.producer,
            unit: certificate.unit.clone(),
            province: certificate.province.clone(),
            expires_on: certificate.expires_on,
        }
    }
}

/// A certificate that expires, with the dossier in progress that follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expiring {
    pub(crate) certificate: Certificate,
    pub(crate) following: Option<DossierId>,
}

impl WorkflowParameters {
    /// The expiries whose re-ranking has its result due on a day, if it is filed on the last day of its window.
    pub(crate) fn expiry_of_result_on(&self, day: NaiveDate) -> NaiveDate {
        let closes_days_before = self.re_ranking_window.value.closes_days_before;
        let result_days = self.re_ranking_result.value.days().unwrap_or_default();
        day + Days::new(closes_days_before.saturating_sub(result_days).into())
    }
}
