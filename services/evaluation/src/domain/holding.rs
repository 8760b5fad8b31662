//! The days on which an entry of the register holds. Where the day of a recognition is known only roughly, so are
//! they: on some days it may hold, on fewer it holds for certain.

use chrono::NaiveDate;

use super::register::CertificateStatus;

/// Days on which something holds; both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// When an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    /// On no other day.
    pub(crate) possible: Span,
    /// On these in any case; ends before it begins if there are none.
    pub(crate) certain: Span,
}

impl Span {
    /// True if the day lies within.
    fn has(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

impl Holding {
    /// Of something whose days are known.
    pub(crate) fn exactly(from: NaiveDate, to: NaiveDate) -> Self {
        Self { possible: Span { from, to }, certain: Span { from, to } }
    }

    /// Whether it holds on a day, if it was not ended before its time. None before it can have begun.
    pub(crate) fn status_on(self, day: NaiveDate) -> Option<CertificateStatus> {
        if day < self.possible.from {
            None
        } else if self.possible.to < day {
            Some(CertificateStatus::Expired)
        } else if self.certain.has(day) {
            Some(CertificateStatus::Valid)
        } else {
            Some(CertificateStatus::Uncertain)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    #[test]
    fn what_is_known_exactly_is_never_uncertain() {
        let holding = Holding::exactly(day("2026-11-23"), day("2029-11-23"));
        for (on, status) in [
            ("2026-11-22", None),
            ("2026-11-23", Some(CertificateStatus::Valid)),
            ("2029-11-23", Some(CertificateStatus::Valid)),
            ("2029-11-24", Some(CertificateStatus::Expired)),
        ] {
            assert_eq!(holding.status_on(day(on)), status, "{on}");
        }
    }

    #[test]
    fn between_possible_and_certain_it_is_uncertain() {
        let span = |from, to| Span { from: day(from), to: day(to) };
        let holding = Holding { possible: span("2024-01-01", "2027-12-31"), certain: span("2024-12-31", "2027-01-01") };
        for (on, status) in [
            ("2023-12-31", None),
            ("2024-01-01", Some(CertificateStatus::Uncertain)),
            ("2024-12-31", Some(CertificateStatus::Valid)),
            ("2027-01-01", Some(CertificateStatus::Valid)),
            ("2027-01-02", Some(CertificateStatus::Uncertain)),
            ("2027-12-31", Some(CertificateStatus::Uncertain)),
            ("2028-01-01", Some(CertificateStatus::Expired)),
        ] {
            assert_eq!(holding.status_on(day(on)), status, "{on}");
        }
    }
}
