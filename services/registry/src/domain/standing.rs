//! How products stand: their certificates, as evaluation tells of them. Registry shows them and decides nothing by them.

use chrono::NaiveDate;

use super::product::ProductId;

platform::id_type! {
    /// Identity of a certificate.
    CertificateId
}

/// How a certificate ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndedAs {
    Revoked,
    /// Another star took its place.
    Reassessed,
}

impl EndedAs {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Reassessed => "reassessed",
        }
    }

    /// The end of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Revoked, Self::Reassessed].into_iter().find(|end| end.name() == name)
    }
}

/// A certificate of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductCertificate {
    pub(crate) id: CertificateId,
    pub(crate) product: ProductId,
    pub(crate) star: i32,
    pub(crate) issued_on: NaiveDate,
    pub(crate) expires_on: NaiveDate,
    /// First day on which it no longer holds, if that came before its time.
    pub(crate) ended: Option<(NaiveDate, EndedAs)>,
}

/// What a product has, or had last: a star from a day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) certificate: CertificateId,
    pub(crate) star: i32,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

impl ProductCertificate {
    /// The last day on which it holds; none if it ended on the day of its issue.
    fn last_day(&self) -> Option<NaiveDate> {
        let last = self.ended.map_or(Some(self.expires_on), |(on, _)| on.pred_opt());
        last.map(|day| day.min(self.expires_on)).filter(|day| *day >= self.issued_on)
    }
}

/// How a product stands by its certificates: by the one that began last of those that held for a day at least.
pub(crate) fn standing(certificates: &[ProductCertificate]) -> Option<Standing> {
    let held = certificates.iter().filter_map(|certificate| {
        let to = certificate.last_day()?;
        let ProductCertificate { id, star, issued_on, .. } = certificate;
        Some(Standing { certificate: *id, star: *star, from: *issued_on, to })
    });
    held.max_by_key(|standing| (standing.from, standing.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn certificate(number: u128, star: i32, issued_on: &str, expires_on: &str) -> ProductCertificate {
        ProductCertificate {
            id: platform::ids::RawId::from_u128(number).into(),
            product: platform::ids::RawId::nil().into(),
            star,
            issued_on: day(issued_on),
            expires_on: day(expires_on),
            ended: None,
        }
    }

    #[test]
    fn the_certificate_that_began_last_counts() {
        let first = certificate(1, 3, "2023-03-01", "2026-03-01");
        let upgrade = certificate(2, 4, "2025-03-01", "2028-03-01");
        assert_eq!(standing(&[]), None);
        assert_eq!(standing(std::slice::from_ref(&first)).map(|standing| standing.to), Some(day("2026-03-01")));
        let both = standing(&[upgrade, first]).expect("two");
        assert_eq!((both.star, both.from, both.to), (4, day("2025-03-01"), day("2028-03-01")));
    }

    #[test]
    fn one_that_ended_held_until_the_day_before() {
        let mut revoked = certificate(1, 4, "2025-03-01", "2028-03-01");
        revoked.ended = Some((day("2026-01-10"), EndedAs::Revoked));
        assert_eq!(standing(&[revoked.clone()]).map(|standing| standing.to), Some(day("2026-01-09")));
        // Taken back on the day it was given, it never held.
        revoked.ended = Some((day("2025-03-01"), EndedAs::Reassessed));
        let before = certificate(2, 3, "2024-01-01", "2027-01-01");
        assert_eq!(standing(&[revoked, before]).map(|standing| standing.star), Some(3));
        // An end after its time changes nothing.
        let mut expired = certificate(3, 3, "2023-01-01", "2026-01-01");
        expired.ended = Some((day("2026-05-01"), EndedAs::Revoked));
        assert_eq!(standing(&[expired]).map(|standing| standing.to), Some(day("2026-01-01")));
    }
}
