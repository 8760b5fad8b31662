//! Certificates.

use std::fmt;

use chrono::{Datelike as _, Months, NaiveDate};
use platform::access::UnitId;
use platform::clock::Moment;

use super::council::DecisionReference;
use super::criteria::Star;
use super::decision::DecisionId;
use super::dossier::{DossierId, ProducerId, ProductId};

platform::id_type! {
    /// Identity of a certificate.
    CertificateId
}

/// Number of a certificate: counted per issuer and year of issue, without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateNumber {
    pub(crate) issuer: UnitId,
    pub(crate) year: i32,
    pub(crate) serial: i32,
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { issuer, year, serial } = self;
        let code = if issuer.is_country() { issuer.as_str() } else { issuer.code() };
        write!(formatter, "OCOP-{code}-{year}-{serial:05}")
    }
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    pub(crate) id: CertificateId,
    pub(crate) number: CertificateNumber,
    pub(crate) star: Star,
    pub(crate) issued_on: NaiveDate,
    pub(crate) expires_on: NaiveDate,
    pub(crate) decision: DecisionReference,
    pub(crate) decision_id: DecisionId,
    pub(crate) dossier: DossierId,
    pub(crate) product: ProductId,
    pub(crate) product_name: String,
    pub(crate) product_code: String,
    pub(crate) product_set: i32,
    pub(crate) producer: ProducerId,
    pub(crate) producer_name: String,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    pub(crate) sample: bool,
    pub(crate) created_at: Moment,
}

/// The last day of a term of months: the day of the same number, or the month's last where it has none
/// (Civil Code 2015, article 148.4).
pub(crate) fn last_day(issued_on: NaiveDate, months: u32) -> NaiveDate {
    issued_on + Months::new(months)
}

/// The year a certificate is counted in.
pub(crate) fn year_of(issued_on: NaiveDate) -> i32 {
    issued_on.year()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_of_36_months_ends_on_the_day_of_the_same_number() {
        let expires = |issued: &str| last_day(issued.parse().expect("a day"), 36).to_string();
        assert_eq!(expires("2026-11-23"), "2029-11-23");
        assert_eq!(expires("2026-08-31"), "2029-08-31");
        assert_eq!(expires("2028-02-29"), "2031-02-28", "where the month has no such day, its last");
        assert_eq!(expires("2025-02-28"), "2028-02-28", "not the 29th: the day of the same number is there");
    }

    #[test]
    fn a_number_names_issuer_and_year() {
        let issuer = "2025:11".parse().expect("a unit");
        assert_eq!(CertificateNumber { issuer, year: 2026, serial: 7 }.to_string(), "OCOP-11-2026-00007");
        let issuer = UnitId::country();
        assert_eq!(CertificateNumber { issuer, year: 2026, serial: 1 }.to_string(), "OCOP-VN-2026-00001");
    }
}
